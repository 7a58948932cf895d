using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>doctor [SYNC]</c>: checks configuration, store and every system; one line each, with the remedy.</summary>
internal static class DoctorCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.OptionalSync();
        var command = new Command("doctor", "Checks configuration, store and every connected system: reachable, trusted, permitted. Writes nothing.") { name };
        help.Add(command, "doctor staff");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenEngineAsync(cancellationToken);
        SyncEngine.Model.SyncName? sync = name is null ? null : session.Sync(name);
        var checks = new List<CheckResult>();
        void Add(CheckResult check)
        {
            checks.Add(check);
            if (!context.Json)
            {
                CheckScreen.Show(context.Screen, check);
            }
        }

        Add(new CheckResult(
            "configuration", "valid", CheckStatus.Ok,
            $"{session.Configuration ?? "the environment"}, {Words.Count(session.Engine.Syncs.Count, "sync", "syncs")}{(session.Engine.Syncs.Count == 0 ? "" : ": ")}{string.Join(", ", session.Engine.Syncs)}"));
        if (session.Engine.Syncs.Count == 0)
        {
            Add(new CheckResult("configuration", "syncs", CheckStatus.Warning, "none is configured", "Add one under Syncs, with a Source and a Target; the README shows it."));
        }

        await foreach (var check in session.Engine.CheckAsync(sync, cancellationToken))
        {
            Add(check);
        }

        context.Show(() => CheckJson.Of(checks), screen => CheckScreen.Summary(screen, checks));
        return checks.Any(c => c.Status == CheckStatus.Failed) ? ExitCodes.Error : ExitCodes.Done;
    }
}
