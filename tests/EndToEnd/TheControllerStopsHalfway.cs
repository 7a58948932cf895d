using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.EndToEnd;

/// <summary>A reading that breaks at any page, or a controller that stops answering: an incomplete plan, no Block, no lost event.</summary>
public sealed class TheControllerStopsHalfway
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RelayAction.Cut)]
    [InlineData(RelayAction.Stall)]
    public async Task Nobody_is_blocked_and_the_next_whole_reading_says_the_same_as_without_the_fault(RelayAction action)
    {
        await using var office = await Office.OpenAsync(people: 60);
        var engine = office.Engine(directory => directory.PageSize = 10);
        await Office.SyncAsync(engine);
        await office.Domain.Tools.DeleteAsync($"CN=Person 7,{office.Users}", Token);
        await office.Domain.Tools.DisableAsync($"CN=Person 9,{office.Users}", Token);
        await office.Domain.Tools.SetAsync($"CN=Person 2,{office.Users}", "title", Token, "Director");

        for (var page = 0; page < 10; page += 2)
        {
            await using var relay = FaultyRelay.Start(office.Domain, new RelayFault(action) { AfterPages = page });
            var faulty = office.Engine(directory =>
            {
                directory.Server = relay.Url;
                directory.PageSize = 10;
                directory.OperationTimeout = TimeSpan.FromSeconds(1);
            });
            try
            {
                var broken = await PlanInFull.PrepareAsync(faulty, Office.Sync, ReadMode.Full, Token);
                Assert.Equal(0, broken.Counts[RowStatus.Block]);
                Assert.True(broken.Incomplete || relay.Faults == 0);
            }
            catch (ConnectedSystemException)
            {
                Assert.True(page <= 2, "only a fault before the first page may be an error");
            }
        }

        var plan = await PlanInFull.PrepareAsync(engine, Office.Sync, Token);
        Assert.False(plan.Incomplete);
        Assert.Equal(
            [(RowStatus.Update, Reason.FieldsChanged), (RowStatus.Block, Reason.SourceDisabled), (RowStatus.Block, Reason.SourceDeleted)],
            plan.Rows.Where(r => r.Selected).Select(r => (r.Status, r.Reason)).Order());
    }

    [Fact]
    public async Task A_reading_of_changes_cut_after_any_entry_blocks_nobody_and_the_next_one_misses_nothing()
    {
        await using var office = await Office.OpenAsync(people: 60);
        var engine = office.Engine();
        await Office.SyncAsync(engine);
        await office.Domain.Tools.DeleteAsync($"CN=Person 7,{office.Users}", Token);
        await office.Domain.Tools.DisableAsync($"CN=Person 9,{office.Users}", Token);
        await office.Domain.Tools.SetAsync($"CN=Person 2,{office.Users}", "title", Token, "Director");

        var cut = 0;
        for (var entries = 0; entries < 12; entries++)
        {
            await using var relay = FaultyRelay.Start(office.Domain, new RelayFault(RelayAction.Cut) { AfterEntries = entries });
            var faulty = office.Engine(directory => directory.Server = relay.Url);
            try
            {
                var broken = await PlanInFull.PrepareAsync(faulty, Office.Sync, Token);
                Assert.True(broken.Incomplete, "the cursor must not move before the end");
                Assert.Equal(0, broken.Counts[RowStatus.Block]);
                Assert.Equal(ReadMode.Delta, broken.Reads[0].Mode);
                cut++;
            }
            catch (ConnectedSystemException)
            {
                Assert.True(entries <= 4, "only a fault at the start may be an error");
            }
        }

        Assert.True(cut > 5, $"{cut} readings were cut");
        var plan = await PlanInFull.PrepareAsync(engine, Office.Sync, Token);
        Assert.False(plan.Incomplete);
        Assert.Equal(ReadMode.Delta, plan.Reads[0].Mode);
        Assert.Equal(
            [(RowStatus.Update, Reason.FieldsChanged), (RowStatus.Block, Reason.SourceDisabled), (RowStatus.Block, Reason.SourceDeleted)],
            plan.Rows.Where(r => r.Selected).Select(r => (r.Status, r.Reason)).Order());
    }

    [Fact]
    public async Task A_new_process_over_the_same_events_plans_the_same_and_a_second_sync_writes_nothing()
    {
        await using var office = await Office.OpenAsync(people: 30);
        var first = office.Engine();
        await Office.SyncAsync(first);
        var writes = office.Writes;
        var again = await Office.SyncAsync(office.Engine());
        Assert.Equal(writes, office.Writes);
        Assert.DoesNotContain(await office.Engine().ReadRowsAsync(again.Plan.Id, null, Token).ToListAsync(Token), r => r.Selected);
        await AssertDigestsAsync(office);
        foreach (var plan in await first.ListPlansAsync(Office.Sync, 10, Token))
        {
            Assert.True((await office.Engine().ReplayAsync(plan.Id, Token)).Same);
        }
    }

    /// <summary>The digest of each completed run comes out again from what PostgreSQL stored of it.</summary>
    private static async Task AssertDigestsAsync(Office office)
    {
        var runs = new Dictionary<RunId, List<RecordedEvent>>();
        await foreach (var recorded in office.Store.ReadAllAsync(0, long.MaxValue, Token))
        {
            (runs.TryGetValue(recorded.Metadata.Run, out var list) ? list : runs[recorded.Metadata.Run] = []).Add(recorded);
        }

        Assert.Equal(4, runs.Count);
        foreach (var events in runs.Values)
        {
            var completed = events.Select(e => e.Event).OfType<RunCompleted>().Single();
            var hashes = events.Where(e => e.Event is not RunCompleted)
                .Select(e => RunDigest.Hash(EngineEvents.Map, e.Stream, e.Version, e.Event)).ToList();
            Assert.Equal(completed.Digest, RunDigest.Chain(completed.Previous, RunDigest.Of(hashes)));
        }
    }
}
