using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// Plans and runs: kept whole, listed newest first, standing as their streams say; and the lock of runs.
public abstract partial class EventStoreContract
{
    [Fact]
    public async Task A_plan_of_many_rows_comes_back_to_the_byte()
    {
        var plan = SamplePlan(2_345);

        await Save(plan);

        Assert.Equal(Json(plan), Json((await Store.Plans.LoadAsync(plan.Id, Token))!));
        Assert.Null(await Store.Plans.LoadAsync(new PlanId(Guid.CreateVersion7()), Token));
        Assert.Null(await Store.Plans.FindAsync(new PlanId(Guid.CreateVersion7()), Token));
    }

    [Fact]
    public async Task A_plan_without_rows_comes_back_too()
    {
        var plan = SamplePlan(0);

        await Save(plan);

        Assert.Equal(Json(plan), Json((await Store.Plans.LoadAsync(plan.Id, Token))!));
    }

    [Fact]
    public async Task A_plan_and_its_events_are_stored_together_or_not_at_all()
    {
        await Append(To(Account("a"), 0, Discovered()));
        var plan = SamplePlan(3);

        await Assert.ThrowsAsync<ConcurrentAppendException>(
            () => Store.Plans.SaveAsync(plan, [Prepared(plan), To(Account("a"), 0, Discovered())], Metadata(), Token));

        Assert.Null(await Store.Plans.LoadAsync(plan.Id, Token));
        Assert.Null(await Store.Plans.FindAsync(plan.Id, Token));
        Assert.Single(await ReadAll());
    }

    [Fact]
    public async Task A_plan_is_saved_once()
    {
        var plan = SamplePlan(2);
        await Save(plan);

        await Assert.ThrowsAsync<ConcurrentAppendException>(() => Save(plan with { Rows = [] }));

        Assert.Equal(2, (await Store.Plans.LoadAsync(plan.Id, Token))!.Rows.Length);
    }

    [Fact]
    public async Task A_plan_stands_as_its_events_say()
    {
        var plan = SamplePlan(1);
        await Save(plan);
        Assert.Equal(PlanStatus.Prepared, (await Store.Plans.FindAsync(plan.Id, Token))!.Status);

        IEngineEvent[] rest =
        [
            EventSamples.All.OfType<PlanHeld>().Single(), EventSamples.All.OfType<PlanApproved>().Single(),
            EventSamples.All.OfType<PlanApplied>().Single(), EventSamples.All.OfType<PlanSuperseded>().Single(),
        ];
        PlanStatus[] statuses = [PlanStatus.Prepared, PlanStatus.Approved, PlanStatus.Applied, PlanStatus.Applied];
        for (var i = 0; i < rest.Length; i++)
        {
            await Append(To(StreamName.Plan(plan.Id), i + 1, rest[i]));

            var view = (await Store.Plans.FindAsync(plan.Id, Token))!;
            Assert.Equal((statuses[i], i + 2L, true), (view.Status, view.Version, view.Held));
        }

        var expected = (await Read(StreamName.Plan(plan.Id))).Aggregate(PlanView.Initial(plan.Id), (view, e) => PlanView.Evolve(view, e.Event));
        Assert.Equal(Json(expected), Json((await Store.Plans.FindAsync(plan.Id, Token))!));
    }

    [Fact]
    public async Task Plans_of_a_sync_are_listed_newest_first_and_no_more_than_asked()
    {
        var plans = Enumerable.Range(0, 5).Select(_ => SamplePlan(1)).ToArray();
        foreach (var plan in plans)
        {
            await Save(plan);
        }

        await Save(SamplePlan(1) with { Sync = new SyncName("other") });
        await Append(To(StreamName.Plan(plans[0].Id), 1, new PlanSuperseded(plans[1].Id)));

        Assert.Equal(plans.Reverse().Select(p => p.Id), (await Store.Plans.ListAsync(Staff, 10, Token)).Select(v => v.Id));
        Assert.Equal([plans[4].Id, plans[3].Id], (await Store.Plans.ListAsync(Staff, 2, Token)).Select(v => v.Id));
        Assert.Empty(await Store.Plans.ListAsync(new SyncName("nobody"), 10, Token));
    }

    [Fact]
    public async Task Runs_of_a_sync_are_listed_newest_first_as_their_events_say()
    {
        var receipt = EventSamples.All.OfType<ReadCompleted>().Single();
        var completed = EventSamples.All.OfType<RunCompleted>().Single();
        var runs = Enumerable.Range(0, 3).Select(_ => new RunId(Guid.CreateVersion7())).ToArray();
        foreach (var run in runs)
        {
            await Append(To(StreamName.Run(run), 0, new RunStarted(Staff, RunPurpose.Prepare, null, "0.1.0")));
        }

        await Append(To(StreamName.Run(new RunId(Guid.CreateVersion7())), 0, new RunStarted(new SyncName("other"), RunPurpose.Prepare, null, "0.1.0")));
        await Append(To(StreamName.Run(runs[0]), 1, receipt, completed));
        await Append(To(StreamName.Run(runs[1]), 1, new RunInterrupted("stopped")));

        var listed = await Store.Runs.ListRunsAsync(Staff, 10, Token);

        Assert.Equal(runs.Reverse(), listed.Select(v => v.Id));
        Assert.Equal([RunStatus.Running, RunStatus.Interrupted, RunStatus.Completed], listed.Select(v => v.Status));
        foreach (var view in listed)
        {
            var expected = (await Read(StreamName.Run(view.Id))).Aggregate(RunView.Initial(view.Id), (v, e) => RunView.Evolve(v, e.Event, e.At));
            Assert.Equal(Json(expected), Json(view));
        }

        Assert.Equal([runs[2]], (await Store.Runs.ListRunsAsync(Staff, 1, Token)).Select(v => v.Id));
    }

    [Fact]
    public async Task The_lock_lets_one_run_of_a_sync_in_at_a_time()
    {
        var first = await Store.Lock.TryAcquireAsync(Staff, Token);
        Assert.NotNull(first);
        Assert.Null(await Store.Lock.TryAcquireAsync(Staff, Token));
        await using (var other = await Store.Lock.TryAcquireAsync(new SyncName("other"), Token))
        {
            Assert.NotNull(other);
        }

        await first.DisposeAsync();
        await using var second = await Store.Lock.TryAcquireAsync(Staff, Token);
        Assert.NotNull(second);
        await first.DisposeAsync();
        Assert.Null(await Store.Lock.TryAcquireAsync(Staff, Token));
    }

    [Fact]
    public async Task Of_many_that_ask_for_the_lock_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.Lock.TryAcquireAsync(Staff, Token), Token)));

        await using var held = Assert.Single(answers, answer => answer is not null);
    }

    private static StreamAppend Prepared(Plan plan) =>
        To(StreamName.Plan(plan.Id), 0, new PlanPrepared(
            plan.Sync, plan.Fingerprint, plan.Inputs, plan.Sequence, plan.Engine, plan.PreparedAt, ImmutableSortedDictionary<string, int>.Empty));

    private Task Save(Plan plan) => Store.Plans.SaveAsync(plan, [Prepared(plan)], Metadata(), Token);

    private static Plan SamplePlan(int rows) => new()
    {
        Id = new PlanId(Guid.CreateVersion7()),
        Sync = Staff,
        Run = new RunId(Guid.CreateVersion7()),
        PreparedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero).AddTicks(7),
        Engine = "0.1.0",
        Sequence = 4_711,
        Fingerprint = EventSamples.Print(1),
        Inputs = new PlanInputs(EventSamples.Print(2), EventSamples.Print(3), EventSamples.Print(4)),
        Reads = [EventSamples.All.OfType<ReadCompleted>().Single().Receipt, EventSamples.All.OfType<ReadIncomplete>().Single().Receipt],
        Counts = new PlanCounts(Enum.GetValues<RowStatus>().ToImmutableSortedDictionary(s => s, s => (int)s), 7, 8),
        Held = [.. EventSamples.All.OfType<PlanHeld>().Single().Limits],
        Findings = [new Finding("OuRenamed", "Переименование «Users»", 3)],
        Rows = [.. Enumerable.Range(0, rows).Select(SampleRow)],
    };

    // Ids that do not rise with the place, so that a store which loses the order is found out.
    private static PlanRow SampleRow(int place) => new()
    {
        Id = EventSamples.Print(place).Value[..16],
        Kind = RowKind.User,
        Status = (RowStatus)(place % 10),
        Situation = Situation.Confirmed,
        Reason = (Reason)(place % 40),
        Text = $"Строка {place}",
        Selected = place % 2 == 0,
        Held = place % 3 == 0 ? "BlockAbsent" : null,
        Source = place % 5 == 0 ? null : new RowSource(Directory, $"anchor-{place}", "Ева", "eva@corp.example", null, "Corp/Users"),
        Target = place % 4 == 0 ? null : new RowTarget($"{place}", "Eva", null, place % 8 == 1),
        Changes = [new FieldChange(AttributeNames.Position, null, $"Engineer {place}", "by hand before")],
        Effects = [Effect.Link, Effect.Update],
        Requires = place == 0 ? [] : [EventSamples.Print(place - 1).Value[..16]],
        SourcePrecondition = EventSamples.Print(place),
    };
}
