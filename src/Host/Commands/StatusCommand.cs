using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>status [SYNC]</c>: last runs, age of the last complete read, what waits, what is overdue.</summary>
internal static class StatusCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.OptionalSync();
        var command = new Command("status", "Last runs, age of the last complete read, what waits, what is overdue.") { name };
        help.Add(command, "status staff");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenEngineAsync(cancellationToken);
        var now = context.Now;
        var all = new List<SyncStatus>();
        foreach (var sync in session.SyncsOf(name))
        {
            all.Add(await SyncStatus.ReadAsync(session, sync, now, cancellationToken));
        }

        context.Show(() => StatusJson.Of(all, now), screen =>
        {
            foreach (var status in all)
            {
                StatusScreen.Show(screen, status, now, Hints.Of(context));
            }
        });
        return ExitCodes.Done;
    }
}
