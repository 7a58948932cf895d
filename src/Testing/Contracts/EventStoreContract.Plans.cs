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
    public async Task A_plan_of_many_rows_comes_back_to_the_byte_in_order_of_places()
    {
        var plan = SamplePlan(2_345);
        var rows = SampleRows(2_345);

        await Save(plan, rows);

        Assert.Equal(Json(plan), Json((await Store.Plans.LoadAsync(plan.Id, Token))!));
        var expected = rows.OrderBy(row => row.Place, CodePointOrder.Comparer).ToList();
        var stored = await Rows(plan, RowQuery.All);
        Assert.Equal(expected.Select(row => row.Place), stored.Select(row => row.Place));
        Assert.Equal(Json(expected), Json(stored));
        Assert.Null(await Store.Plans.LoadAsync(new PlanId(Guid.CreateVersion7()), Token));
        Assert.Null(await Store.Plans.FindAsync(new PlanId(Guid.CreateVersion7()), Token));
        Assert.Empty(await Store.Plans.ReadRowsAsync(new PlanId(Guid.CreateVersion7()), RowQuery.All, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Rows_are_read_in_pages_by_status_and_by_id()
    {
        var plan = SamplePlan(230);
        var rows = SampleRows(230).OrderBy(row => row.Place, CodePointOrder.Comparer).ToList();
        await Save(plan, rows);
        await Save(SamplePlan(5), SampleRows(5));

        var paged = new List<string>();
        for (string? after = null; paged.Count == 0 || after is not null;)
        {
            var page = await Rows(plan, new RowQuery { After = after, Max = 100 });
            paged.AddRange(page.Select(row => row.Id));
            after = page.Count == 100 ? page[^1].Place : null;
        }

        Assert.Equal(rows.Select(row => row.Id), paged);
        Assert.Equal(
            rows.Where(row => row.Status is RowStatus.Block or RowStatus.Update).Select(row => row.Id),
            (await Rows(plan, new RowQuery { Statuses = [RowStatus.Block, RowStatus.Update] })).Select(row => row.Id));
        Assert.Equal(
            rows.Where(row => row.Status is RowStatus.Block or RowStatus.Update).Skip(3).Take(20).Select(row => row.Id),
            (await Rows(plan, new RowQuery
            {
                Statuses = [RowStatus.Block, RowStatus.Update],
                After = rows.Where(row => row.Status is RowStatus.Block or RowStatus.Update).ElementAt(2).Place,
                Max = 20,
            })).Select(row => row.Id));
        Assert.Equal([rows[17].Id, rows[90].Id], (await Rows(plan, new RowQuery { Ids = [rows[90].Id, "no-such-row", rows[17].Id] })).Select(row => row.Id));
        Assert.Empty(await Rows(plan, new RowQuery { Ids = [] }));
    }

    [Fact]
    public async Task A_plan_without_rows_comes_back_too()
    {
        var plan = SamplePlan(0);

        await Save(plan, []);

        Assert.Equal(Json(plan), Json((await Store.Plans.LoadAsync(plan.Id, Token))!));
    }

    [Fact]
    public async Task A_plan_its_rows_and_its_events_are_stored_together_or_not_at_all()
    {
        await Append(To(Account("a"), 0, Discovered()));
        var plan = SamplePlan(3);
        await using (var writer = await Store.Plans.BeginAsync(plan.Id, Token))
        {
            await writer.AddAsync(SampleRows(3), Token);
            await Assert.ThrowsAsync<ConcurrentAppendException>(
                () => writer.CommitAsync(plan, [Prepared(plan), To(Account("a"), 0, Discovered())], Metadata(), Token));
        }

        Assert.Null(await Store.Plans.LoadAsync(plan.Id, Token));
        Assert.Null(await Store.Plans.FindAsync(plan.Id, Token));
        Assert.Empty(await Rows(plan, RowQuery.All));
        Assert.Single(await ReadAll());
    }

    [Fact]
    public async Task A_plan_that_is_given_up_leaves_nothing()
    {
        var plan = SamplePlan(3);
        await using (var writer = await Store.Plans.BeginAsync(plan.Id, Token))
        {
            await writer.AddAsync(SampleRows(3), Token);
            Assert.Empty(await Rows(plan, RowQuery.All));
        }

        Assert.Null(await Store.Plans.LoadAsync(plan.Id, Token));
        Assert.Empty(await Rows(plan, RowQuery.All));
        await Save(plan, SampleRows(3));
        Assert.Equal(3, (await Rows(plan, RowQuery.All)).Count);
    }

    [Fact]
    public async Task A_plan_is_saved_once()
    {
        var plan = SamplePlan(2);
        await Save(plan, SampleRows(2));

        await Assert.ThrowsAsync<ConcurrentAppendException>(() => Save(plan, []));

        Assert.Equal(2, (await Rows(plan, RowQuery.All)).Count);
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

    private Task Save(Plan plan) => Save(plan, SampleRows(plan.RowCount));

    private async Task Save(Plan plan, IReadOnlyList<PlanRow> rows)
    {
        await using var writer = await Store.Plans.BeginAsync(plan.Id, Token);
        foreach (var some in rows.Chunk(100))
        {
            await writer.AddAsync(some, Token);
        }

        await writer.CommitAsync(plan, [Prepared(plan)], Metadata(), Token);
    }

    private async Task<List<PlanRow>> Rows(Plan plan, RowQuery query) => await Store.Plans.ReadRowsAsync(plan.Id, query, Token).ToListAsync(Token);

    private static List<PlanRow> SampleRows(int count) => [.. Enumerable.Range(0, count).Select(SampleRow)];

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
        RowCount = rows,
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
        Source = place % 5 == 0 ? null : new RowSource(Directory, $"anchor-{place}", place % 7 == 0 ? "\U0001F600" : place % 11 == 0 ? "\uFB01n" : "Ева", "eva@corp.example", null, "Corp/Users"),
        Target = place % 4 == 0 ? null : new RowTarget($"{place}", "Eva", null, place % 8 == 1),
        Changes = [new FieldChange(AttributeNames.Position, null, $"Engineer {place}", "by hand before")],
        Effects = [Effect.Link, Effect.Update],
        Requires = place == 0 ? [] : [EventSamples.Print(place - 1).Value[..16]],
        SourcePrecondition = EventSamples.Print(place),
    };
}
