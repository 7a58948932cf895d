using SyncEngine.Audit;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>One person's story, from the first observation to the last answer of the target, and runs whose digests chain.</summary>
public sealed class OneStreamTellsTheWholeStory
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_shows_observed_intended_and_answered_in_order_with_run_and_actor()
    {
        using var world = new World();
        world.HireMany(50);
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();

        var history = await world.Engine.ReadHistoryAsync("ADA@corp.example", Token);
        Assert.Equal("Ada Novak", history.Name);
        var person = history.Items.Where(i => i.Stream == StreamName.Entry(history.Person)).Select(i => i.Type);
        Assert.Equal(
            ["entry_discovered_v1", "change_intended_v1", "account_linked_v1", "change_confirmed_v1", "entry_disabled_v1", "change_intended_v1", "change_confirmed_v1"],
            person);
        Assert.Contains(history.Items, i => i.Type == "change_intended_v1" && i.Actor == World.Anna);
        Assert.Equal(history.Items.OrderBy(i => i.Sequence), history.Items);
        foreach (var name in new[] { "ada", "guid-ada", history.Accounts[0].Anchor })
        {
            Assert.Equal(history.Person, (await world.Engine.ReadHistoryAsync(name, Token)).Person);
        }
    }

    [Fact]
    public async Task Nobody_and_several_are_errors_that_list_candidates()
    {
        using var world = new World();
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "ada@corp.example") });
        await world.PrepareAsync();
        await Assert.ThrowsAsync<PersonNotFoundException>(() => world.Engine.ReadHistoryAsync("nobody", Token));
        var several = await Assert.ThrowsAsync<PersonNotFoundException>(() => world.Engine.ReadHistoryAsync("ada@corp.example", Token));
        Assert.Contains("Bob Novak", several.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_that_only_the_account_still_has_finds_its_person()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        var id = world.AccountOf("ada@corp.example")!.Anchor;
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "ada.married@corp.example") });
        var plan = await world.PrepareAsync();

        Assert.Equal("guid-ada", (await world.Engine.FindPersonAsync(World.Sync, "ada@corp.example", Token)).Key.Anchor);
        var history = await world.Engine.ReadHistoryAsync("ada@corp.example", Token);
        Assert.Equal(("guid-ada", id), (history.Person.Anchor, Assert.Single(history.Accounts).Anchor));
        Assert.Equal(Reason.FieldsChanged, (await world.Engine.ExplainAsync(World.Sync, "ada@corp.example", plan.Id, Token)).Row!.Reason);
    }

    [Theory]
    [InlineData("ad", "Who have it in their name or address: Ada Novak, ada@corp.example, corp-ad guid-ada.")]
    [InlineData("NOVAK", "Some who have it in their name or address: ", "; there are more.")]
    [InlineData("zzz", "Nobody answers to 'zzz'.")]
    public async Task Whoever_is_near_is_named(string text, params string[] said)
    {
        using var world = new World();
        world.Hire("ada");
        world.HireMany(9);
        await world.SyncAsync();
        foreach (var ask in new Func<Task>[] { () => world.Engine.ReadHistoryAsync(text, Token), () => world.Engine.FindPersonAsync(World.Sync, text, Token) })
        {
            var error = await Assert.ThrowsAsync<PersonNotFoundException>(ask);
            Assert.All(said, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_completed_run_proves_its_events_and_names_the_run_before()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        await world.SyncAsync();
        var previous = Fingerprint.None;
        var digests = new Dictionary<RunId, (RunJournal Journal, RunCompleted Completed)>();
        var runs = new Dictionary<RunId, List<RecordedEvent>>();
        await foreach (var recorded in world.Store.ReadAllAsync(0, long.MaxValue, Token))
        {
            (runs.TryGetValue(recorded.Metadata.Run, out var list) ? list : runs[recorded.Metadata.Run] = []).Add(recorded);
        }

        foreach (var events in runs.Values)
        {
            var completed = Assert.IsType<RunCompleted>(events[^1].Event);
            var hashes = events.SkipLast(1).Reverse().Select(r => RunDigest.Hash(EngineEvents.Map, r.Stream, r.Version, r.Event)).ToList();
            Assert.Equal(events.Count - 1, completed.EventsAppended);
            Assert.Equal(previous, completed.Previous);
            Assert.Equal(RunDigest.Chain(previous, RunDigest.Of(hashes)), completed.Digest);
            previous = completed.Digest;
        }

        Assert.Equal(4, runs.Count);
    }

    [Fact]
    public async Task A_slow_and_a_throwing_subscriber_harm_nobody()
    {
        using var world = new World();
        world.HireMany(20);
        using var gate = new ManualResetEventSlim();
        using var slow = world.Engine.Progress.Subscribe(_ => gate.Wait(TimeSpan.FromSeconds(10), Token));
        using var throwing = world.Engine.Progress.Subscribe(_ => throw new InvalidOperationException("a screen that fails"));
        var seen = new System.Collections.Concurrent.ConcurrentQueue<ProgressStage>();
        var done = new TaskCompletionSource();
        using var good = world.Engine.Progress.Subscribe(step =>
        {
            seen.Enqueue(step.Stage);
            if (step.Stage == ProgressStage.Done)
            {
                done.TrySetResult();
            }
        });
        await world.PrepareAsync();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        gate.Set();
        Assert.Contains(ProgressStage.Read, seen);
        Assert.Contains(ProgressStage.Plan, seen);
    }
}
