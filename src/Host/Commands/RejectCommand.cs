using System.CommandLine;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary><c>plan reject</c>: turns a plan down, for good.</summary>
internal static class RejectCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var reason = new Option<string>("--reason") { Description = "Why, in your words. Stored with your name.", Required = true, HelpName = "TEXT" };
        var command = new Command("reject", "Turns a plan down: it is never applied. The next preparation makes a new one.") { id, reason };
        help.Add(command, "plan reject 1f0c22ab --reason \"the export was of last week\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = parsed.GetRequiredValue(reason);
            if (string.IsNullOrWhiteSpace(why))
            {
                throw new UsageException("--reason is empty.", "Say in a few words why the plan must not be applied.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var plan = await Plans.FindAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            await session.Engine.RejectAsync(plan.Id, Actor.Person(context.Around.UserName), why, cancellationToken);
            var view = await session.Engine.FindPlanViewAsync(plan.Id, cancellationToken);
            context.Show(() => PlanListJson.Of(plan.Sync.Value, [view!]), screen => screen.Line(
                ($"Plan {Ids.Short(plan.Id)} is rejected by {context.Around.UserName}. ", Palette.Good), (Hints.Of(context).Preview(plan.Sync), Palette.Dim)));
            return ExitCodes.Done;
        });
        return command;
    }
}
