using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>One call of <c>sync</c>: which plan, which rows, ask, apply, tell.</summary>
internal sealed class SyncWork(CommandContext context, string name, string? planText, SyncChoice choice, bool yes)
{
    private const int PlansLooked = 20;
    private const int RunsLooked = 20;

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!yes && !context.Around.InIsTerminal)
        {
            throw new UsageException(
                "'sync' asks before it writes, and there is no terminal to ask at.", "Give --yes to write without a question.");
        }

        await using var session = await context.OpenEngineAsync(cancellationToken);
        var engine = session.Engine;
        var sync = session.Sync(name);
        var plan = await ChooseAsync(session, sync, cancellationToken);
        var approved = await Plans.IsApprovedAsync(engine, plan, context.Now, cancellationToken);
        var selection = choice.Of(plan);
        var rows = Chosen(plan, selection).ToList();
        var writing = rows.Count(row => row.Held is null || approved);
        ShowPlan(plan, approved);
        if (writing == 0)
        {
            return NothingToDo(plan, held: rows.Count > 0);
        }

        if (!yes && !Ask(plan, writing))
        {
            context.ErrorScreen.Line("Nothing was written.");
            return ExitCodes.Waiting;
        }

        var by = Actor.Person(context.Around.UserName);
        var report = await ProgressDisplay.RunAsync(context, engine, () => engine.ApplyAsync(plan.Id, by, selection, cancellationToken));
        context.Show(() => new SyncJson(plan, report), screen => OutcomeScreen.Show(screen, plan, report, Hints.Of(context)));
        return ExitCodes.OfSync(report, plan.Incomplete || await WasIncompleteAsync(engine, sync, report, cancellationToken));
    }

    /// <summary>
    /// The plan named; else the newest that waits and has something to apply; else a new one. A plan that a run has begun and not finished waits no more, except
    /// for an approval that a new one would lose: what is left of its rows is told by a new one, as rows of their own.
    /// </summary>
    private async Task<PlanInFull> ChooseAsync(EngineSession session, SyncName sync, CancellationToken cancellationToken)
    {
        var engine = session.Engine;
        if (planText is not null)
        {
            var named = await Plans.FindAsync(engine, planText, cancellationToken);
            return named.Sync == sync
                ? named
                : throw new UsageException($"Plan {Ids.Short(named.Id)} belongs to the sync '{named.Sync}', not to '{sync}'.", "Name its own sync.");
        }

        var views = await engine.ListPlansAsync(sync, PlansLooked, cancellationToken);
        if (views is [{ Status: PlanStatus.Prepared or PlanStatus.Approved, Prepared: { } prepared } newest, ..]
            && context.Now - prepared.PreparedAt < session.Bounds.PlanAgeMax
            && await engine.FindPlanAsync(newest.Id, cancellationToken) is { } found
            && await PlanInFull.ReadAsync(engine, found, cancellationToken) is var waiting
            && Plans.IsApproved(newest, waiting.Fingerprint, context.Now) is var approved
            && HasWork(waiting, approved)
            && (approved || !await WasBegunAsync(engine, sync, newest.Id, cancellationToken)))
        {
            return waiting;
        }

        return await ProgressDisplay.RunAsync(context, engine, () => PlanInFull.PrepareAsync(engine, sync, ReadMode.Delta, cancellationToken));
    }

    private static async Task<bool> WasBegunAsync(ISyncEngine engine, SyncName sync, PlanId plan, CancellationToken cancellationToken) =>
        (await engine.ListRunsAsync(sync, RunsLooked, cancellationToken)).Any(run => run.Purpose == RunPurpose.Apply && run.Plan == plan);

    /// <summary>A plan in which nothing can be applied is not waited for: it would hide what changed since.</summary>
    private bool HasWork(PlanInFull plan, bool approved)
    {
        try
        {
            return Chosen(plan, choice.Of(plan)).Any(row => row.Held is null || approved);
        }
        catch (UsageException)
        {
            return false; // A row was asked for that this plan does not have; the next may.
        }
    }

    private static IEnumerable<PlanRow> Chosen(PlanInFull plan, RowSelection selection) =>
        plan.Rows.Where(row => !RowTexts.IsNewDepartment(row) && selection.Selects(row));

    private void ShowPlan(PlanInFull plan, bool approved)
    {
        if (!context.Json)
        {
            PlanScreen.Show(context.Screen, plan, PlanScreenOptions.For(context.Screen, Hints.Of(context), plan, approved));
        }
    }

    private int NothingToDo(PlanInFull plan, bool held)
    {
        context.Show(() => new SyncJson(plan, null), screen =>
        {
            screen.Blank();
            screen.Line(held
                ? ($"Nothing was written: every selected row is held. {Hints.Of(context).Approve(plan.Id)}", Palette.Warning)
                : ("Nothing to do.", Palette.Good));
        });
        return ExitCodes.Worst(plan.Incomplete ? ExitCodes.Incomplete : ExitCodes.Done, held ? ExitCodes.Held : ExitCodes.Done);
    }

    private bool Ask(PlanInFull plan, int count)
    {
        context.ErrorScreen.Blank();
        context.Around.Error.Write($"Apply {Words.Count(count, "row", "rows")} to {plan.Reads[^1].System}? [y/N] ");
        context.Around.Error.Flush();
        return context.Around.In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The run reads again before it writes; that reading may be the incomplete one.</summary>
    private static async Task<bool> WasIncompleteAsync(ISyncEngine engine, SyncName sync, ApplyReport report, CancellationToken cancellationToken)
    {
        var runs = await engine.ListRunsAsync(sync, RunsLooked, cancellationToken);
        return runs.FirstOrDefault(run => run.Id == report.Run)?.Reads.Any(read => !read.Complete) ?? false;
    }
}
