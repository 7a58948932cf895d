using System.CommandLine;
using SyncEngine.Audit;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>plan list/show/search/approve/reject/select/consent</c>: looks at stored plans, and allows what limits or protection hold back.</summary>
internal static class PlanCommands
{
    private const int ListedMax = 50;

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var command = new Command("plan", "Stored plans: list, show, search, approve, reject, select, consent.")
        {
            List(runner, help), Show(runner, help), Search(runner, help), Approve(runner, help), RejectCommand.Build(runner, help),
            SelectCommand.Build(runner, help), ConsentCommand.Build(runner, help),
        };
        help.Add(command, "plan list staff", "plan show 1f0c22ab");
        return command;
    }

    private static Command List(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var command = new Command("list", "The plans of a sync, newest first.") { name };
        help.Add(command, "plan list staff");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var plans = await session.Engine.ListPlansAsync(sync, ListedMax, cancellationToken);
            context.Show(() => PlanListJson.Of(sync.Value, plans), screen => PlanListScreen.Show(screen, plans));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var all = new Option<bool>("--all") { Description = "Every row. Default: the first ones of each tab." };
        var command = new Command("show", "A stored plan, as preview showed it.") { id, all };
        help.Add(command, "plan show 1f0c22ab --all");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var plan = await Plans.FindAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            var approved = await Plans.IsApprovedAsync(session.Engine, plan, context.Now, cancellationToken);
            context.Show(() => PlanJson.Of(plan), screen => PlanScreen.Show(
                screen, plan, PlanScreenOptions.For(screen, Hints.Of(context), plan, approved, parsed.GetValue(all))));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Search(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var pattern = new Argument<string>("REGEX") { Description = "A regular expression, tried on each shown field by itself, ignoring case." };
        var max = new Option<int?>("--max") { Description = "At most so many rows. Default: all.", HelpName = "N" };
        var after = new Option<string?>("--after") { Description = "Go on behind this place: what 'next' said, with --json.", HelpName = "PLACE" };
        var command = new Command("search", "The rows of a plan in which a regular expression finds something.") { id, pattern, max, after };
        help.Add(command, "plan search 1f0c22ab \"^[0-9]\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(pattern);
            SearchRules.EnsurePattern(wanted);
            var count = parsed.GetValue(max);
            if (count < 1)
            {
                throw new UsageException($"--max {count} is no number of rows.", "Give 1 or more.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var header = await Plans.FindHeaderAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            var query = new RowQuery { After = parsed.GetValue(after), Max = count is { } asked && asked < int.MaxValue ? asked + 1 : null };
            var found = await session.Engine.SearchRowsAsync(header.Id, wanted, query, cancellationToken).ToListAsync(cancellationToken);
            var page = count is { } rows ? found.Take(rows).ToList() : found;
            var next = page.Count < found.Count ? page[^1].Place : null;
            var plan = new PlanInFull(header, page);
            context.Show(() => new PlanSearchJson(plan, page, wanted, next), screen =>
            {
                screen.Line($"{(next is null ? "" : "The first ")}{Words.Number(page.Count)} of {Words.Count(header.RowCount, "row", "rows")} of plan {Ids.Short(plan.Id)} have '{wanted}'.");
                if (page.Count > 0)
                {
                    RowTable.Show(screen, plan, page, Ids.RowLength(header.RowCount), new PlanScreenOptions { Hints = Hints.Of(context) });
                }
                else
                {
                    screen.Line(($"Rows show what changes. Everybody, with every field: {Hints.Of(context).PeopleSearch(header.Sync, wanted)}", Palette.Dim));
                }
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Approve(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var reason = new Option<string>("--reason") { Description = "Why, in your words. Stored with your name.", Required = true, HelpName = "TEXT" };
        var command = new Command("approve", "Allows what limits hold back in one plan. Bound to this plan; ends by itself after a day.") { id, reason };
        help.Add(command, "plan approve 1f0c22ab --reason \"the Paris office is closed\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = parsed.GetRequiredValue(reason);
            if (string.IsNullOrWhiteSpace(why))
            {
                throw new UsageException("--reason is empty.", "Say in a few words why the limit does not matter here.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var plan = await Plans.FindAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            await session.Engine.ApproveAsync(plan.Id, Actor.Person(context.Around.UserName), why, cancellationToken);
            var views = await session.Engine.ListPlansAsync(plan.Sync, ListedMax, cancellationToken);
            var view = views.First(v => v.Id == plan.Id);
            context.Show(() => PlanListJson.Of(plan.Sync.Value, [view]), screen => screen.Line(
                ($"Plan {Ids.Short(plan.Id)} is approved by {context.Around.UserName} until {Words.Minute(view.Approval!.Until)}. ", Palette.Good),
                (Hints.Of(context).Sync(plan.Sync), Palette.Dim)));
            return ExitCodes.Done;
        });
        return command;
    }
}
