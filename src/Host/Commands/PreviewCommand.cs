using System.CommandLine;
using SyncEngine.Capture;

namespace SyncEngine.Host;

/// <summary><c>preview SYNC</c>: reads, prepares and stores a plan, shows it. Writes nothing to the target.</summary>
internal static class PreviewCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var full = new Option<bool>("--full") { Description = "Read everything, also where only changes would be read." };
        var command = new Command("preview", "Reads both systems, prepares a plan and shows it by tabs, with reasons. Writes nothing to the target.")
        {
            name, full,
        };
        help.Add(command, "preview staff", "preview staff --full");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(
            context, parsed.GetRequiredValue(name), parsed.GetValue(full) ? ReadMode.Full : ReadMode.Delta, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string name, ReadMode mode, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenEngineAsync(cancellationToken);
        var sync = session.Sync(name);
        var plan = await ProgressDisplay.RunAsync(context, session.Engine, () => PlanInFull.PrepareAsync(session.Engine, sync, mode, cancellationToken));
        var approved = await Plans.IsApprovedAsync(session.Engine, plan, context.Now, cancellationToken);
        context.Show(() => PlanJson.Of(plan), screen =>
        {
            var hints = Hints.Of(context);
            PlanScreen.Show(screen, plan, PlanScreenOptions.For(screen, hints, plan, approved));
            NextStep.Show(screen, plan, approved, hints);
        });
        return ExitCodes.OfPreview(plan, approved);
    }
}
