using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>demo</c>: the whole loop on shipped data, with a private PostgreSQL and a Pyrus emulator, both gone afterwards.</summary>
internal static class DemoCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep the folder with configuration and data, and say how to go on by hand." };
        var command = new Command("demo", "The whole loop on shipped data: preview, sync, a later export, one person's history, the proof. Under a minute.") { keep };
        help.Add(command, "demo", "demo --keep");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetValue(keep), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool keep, CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Create(keep);
        await using var stage = await DemoStage.OpenAsync(context, folder, cancellationToken);
        var summary = await new DemoActs(stage).RunAsync(cancellationToken);
        stage.Context.Show(() => summary, screen => DemoEnding.Show(screen, stage, summary, keep));
        return summary.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.Error;
    }
}
