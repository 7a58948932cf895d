using Microsoft.Extensions.Options;
using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>An error as people and scripts get it: one message, what to do, a stable code. Never a secret, never a stack trace.</summary>
internal sealed record Failure(string Code, string Message, string Remedy, int ExitCode = ExitCodes.Error)
{
    internal static Failure Of(Exception error, bool cancelled) => error switch
    {
        SearchException e => new Failure(e.Code, e.Message, e.Remedy, ExitCodes.Usage),
        SyncEngineException e => new Failure(e.Code, e.Message, e.Remedy),
        UsageException e => new Failure("Usage", e.Message, e.Remedy, ExitCodes.Usage),
        OptionsValidationException e => new Failure(
            "Configuration", string.Join('\n', e.Failures), "Correct the configuration file or the environment variables named."),
        OperationCanceledException when cancelled => new Failure(
            "Cancelled", "The command was stopped before its end.", "Run it again: it begins from what is stored."),
        AggregateException { InnerExceptions: [var only] } => Of(only, cancelled),
        _ => new Failure(
            "Unexpected",
            $"Something unforeseen happened ({error.GetType().Name}): {error.Message}",
            "Run the command again with --verbose for the details, and report them."),
    };
}
