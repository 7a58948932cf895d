using System.CommandLine;

namespace SyncEngine.Host;

/// <summary>One call of the console: parses the command line, runs the command, gives the exit code.</summary>
internal static class ConsoleProgram
{
    /// <summary>How long a command may take to end cleanly after Ctrl-C: long enough to stop a private PostgreSQL.</summary>
    private static readonly TimeSpan EndingMax = TimeSpan.FromSeconds(60);

    internal static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        var parsed = CommandTree.Build(surroundings).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return UsageErrors.Report(parsed, args, surroundings);
        }

        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Out,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = EndingMax,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }
}
