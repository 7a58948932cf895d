using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>preview SYNC</c>: reads, prepares and stores a plan, shows it. Writes nothing to the target.</summary>
internal static class PreviewCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var command = new Command("preview", "Reads both systems, prepares a plan and shows it by tabs, with reasons. Writes nothing to the target.") { name };
        help.Add(command, "preview staff");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(context, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenEngineAsync(cancellationToken);
        var sync = session.Sync(name);
        var plan = await ProgressDisplay.RunAsync(context, session.Engine, () => PlanInFull.PrepareAsync(session.Engine, sync, cancellationToken));
        var approved = await Plans.IsApprovedAsync(session.Engine, plan, context.Now, cancellationToken);
        context.Show(() => PlanJson.Of(plan), screen =>
        {
            var hints = Hints.Of(context);
            PlanScreen.Show(screen, plan, PlanScreenOptions.For(screen, hints, approved));
            NextStep.Show(screen, plan, approved, hints);
        });
        return ExitCodes.OfPreview(plan, approved);
    }
}
