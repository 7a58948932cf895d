using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>status [SYNC]</c>: last runs, age of the last complete read, what waits, what is overdue.</summary>
internal static class StatusCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.OptionalSync();
        var check = new Option<bool>("--check") { Description = "End with exit code 2 when something is overdue: for what watches over this machine." };
        var command = new Command("status", "Last runs, age of the last complete read, what waits, what is overdue.") { name, check };
        help.Add(command, "status staff", "status --check");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetValue(name), parsed.GetValue(check), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, bool check, CancellationToken cancellationToken)
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
        return check && all.Exists(status => status.Overdue.Count > 0) ? ExitCodes.Waiting : ExitCodes.Done;
    }
}
