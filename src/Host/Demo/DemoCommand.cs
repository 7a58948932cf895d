using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>demo</c>: the whole loop on shipped data, with a private PostgreSQL and emulators, gone afterwards.</summary>
internal static class DemoCommand
{
    private const string Export = "ad";
    private const string GSuite = "gsuite";

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep the folder with configuration and data, and say how to go on by hand." };
        var source = new Option<string>("--source")
        {
            Description = "The directory: ad, an export of Active Directory (the default), or gsuite, an emulated G Suite.", HelpName = "ad|gsuite", DefaultValueFactory = _ => Export,
        };
        source.AcceptOnlyFromAmong(Export, GSuite);
        var command = new Command("demo", "The whole loop on shipped data: preview, sync, a later export, one person's history, the proof. Under a minute.") { keep, source };
        help.Add(command, "demo", "demo --source gsuite", "demo --keep");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetValue(keep), parsed.GetValue(source) == GSuite, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool keep, bool gsuite, CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Create(keep);
        await using var stage = await DemoStage.OpenAsync(context, folder, gsuite, cancellationToken);
        var summary = await new DemoActs(stage).RunAsync(cancellationToken);
        stage.Context.Show(() => summary, screen => DemoEnding.Show(screen, stage, summary, keep));
        return summary.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.Error;
    }
}
