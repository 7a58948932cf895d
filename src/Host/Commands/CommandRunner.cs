using System.CommandLine;

namespace SyncEngine.Host;

/// <summary>The work of one command; gives the exit code.</summary>
internal delegate Task<int> CommandWork(CommandContext context, ParseResult parsed, CancellationToken cancellationToken);

/// <summary>Runs the work of commands, and turns whatever it throws into one error and an exit code.</summary>
internal sealed class CommandRunner(GlobalOptionSymbols options, Surroundings surroundings)
{
    internal void Attach(Command command, CommandWork work) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, work, cancellationToken));

    /// <summary>What a command line that is being typed means, as far as it goes.</summary>
    internal CommandContext ContextOf(ParseResult parsed) => new(options.Read(parsed), surroundings);

    private async Task<int> RunAsync(ParseResult parsed, CommandWork work, CancellationToken cancellationToken)
    {
        var context = new CommandContext(options.Read(parsed), surroundings);
        try
        {
            return await work(context, parsed, cancellationToken);
        }
#pragma warning disable CA1031 // The last resort: every error becomes one message, and never a stack trace on a person's screen.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ErrorOutput.Write(context, error, cancellationToken.IsCancellationRequested);
        }
    }
}
