using System.CommandLine;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary><c>plan select</c>: takes rows of a waiting plan in or leaves them out; kept in later plans while a row is the same.</summary>
internal static class SelectCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var include = Symbols.Many("--include", "ROW…", "Rows to apply although the plan has not selected them, or somebody left them out.");
        var exclude = Symbols.Many("--exclude", "ROW…", "Rows not to apply although the plan has selected them.");
        var command = new Command("select", "Says of single rows whether they are to be applied. Holds in later plans too, as long as a row stays the same.")
        {
            id, include, exclude,
        };
        help.Add(command, "plan select 1f0c22ab --exclude 77c0de", "plan select 1f0c22ab --include 3f2a91 --exclude 77c0de");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var (takenIn, leftOut) = (Symbols.Parts(parsed.GetValue(include)).ToList(), Symbols.Parts(parsed.GetValue(exclude)).ToList());
            if (takenIn.Count + leftOut.Count == 0)
            {
                throw new UsageException("No row is named.", "Name rows with --include or --exclude; 'plan show' has their ids.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var plan = await Plans.FindAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            await session.Engine.ChooseRowsAsync(
                plan.Id, Actor.Person(context.Around.UserName),
                [.. Plans.RowsOf(plan, "--include", takenIn)], [.. Plans.RowsOf(plan, "--exclude", leftOut)], cancellationToken);
            var changed = await Plans.FindAsync(session.Engine, plan.Id.ToString(), cancellationToken);
            var approved = await Plans.IsApprovedAsync(session.Engine, changed, context.Now, cancellationToken);
            context.Show(() => PlanJson.Of(changed), screen =>
            {
                var length = Ids.RowLength(changed.Rows);
                foreach (var choice in changed.Choices.Values)
                {
                    var row = changed.Rows.Single(r => r.Id == choice.Row);
                    screen.Line(
                        ($"  {row.Id[..Math.Min(length, row.Id.Length)]}  ", Palette.Dim), (RowTexts.Box(row, choice, approved), Palette.Plain),
                        ($"  {row.Status}  ", Palette.Of(row.Status)), ($"{RowTexts.Name(row)}  ", Palette.Plain), (RowTexts.Chosen(choice)!, Palette.Dim));
                }

                NextStep.Show(screen, changed, approved, Hints.Of(context));
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
