using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>The doctor finds a picked group that is not there before a run stumbles over it, and never mistakes a group for another of the same name.</summary>
public sealed class DoctorKnowsTheGroups
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_reading_a_source_that_cannot_be_asked_leaves_it_open()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));

        var line = Assert.Single(await CheckAsync(world.Engine));

        Assert.Equal(("corp-ad", "groups", CheckStatus.Warning), (line.Subject, line.Check, line.Status));
        Assert.Equal("sync 'staff': whether corp-ad has 'Staff' is not known before it was read", line.Detail);
        Assert.Equal("Run 'preview' once.", line.Remedy);
    }

    [Fact]
    public async Task After_a_reading_what_was_read_counts()
    {
        using var world = new World(sync => sync.PickGroups("Staff", "Sales"));
        world.Group("g-staff", "Staff");
        world.Group("g-sales", "Sales");
        await world.PrepareAsync();
        Assert.Equal((CheckStatus.Ok, "sync 'staff': corp-ad has 'Staff', 'Sales'"), Of(Assert.Single(await CheckAsync(world.Engine))));

        world.Directory.Records.RemoveAll(r => r.Anchor == "g-sales");
        world.Group("g-sales-2", "Sales");
        await world.PrepareAsync();
        await world.PrepareAsync();

        var lines = await CheckAsync(world.Engine);
        Assert.Equal([CheckStatus.Ok, CheckStatus.Failed], lines.Select(l => l.Status));
        Assert.Contains("picked the group 'Sales' (g-sales), which corp-ad does not have any more", lines[1].Detail, StringComparison.Ordinal);
        Assert.Contains("a group made anew under the same name is another one", lines[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_can_be_asked_is_asked_before_anything_was_read()
    {
        var (engine, check) = Engine("Staff", "Sale", "Twice");
        check.Groups.AddRange([("g1", "Staff"), ("g2", "Twice"), ("g3", "Twice")]);

        var lines = await CheckAsync(engine);

        Assert.Equal([CheckStatus.Ok, CheckStatus.Failed, CheckStatus.Failed], lines.Where(l => l.Check == "groups").Select(l => l.Status));
        Assert.Equal("sync 'staff': corp-ad has 'Staff'", lines[^3].Detail);
        Assert.Equal("Sync 'staff' picks the group 'Sale', which corp-ad does not have, or not where it is read.", lines[^2].Detail);
        Assert.Contains("Correct the name in PickedGroups", lines[^2].Remedy, StringComparison.Ordinal);
        Assert.Contains("picks the group 'Twice', but 2 groups of corp-ad have that name: Twice; Twice", lines[^1].Detail, StringComparison.Ordinal);
        Assert.Contains("Name it by its address (DN) or anchor", lines[^1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_source_that_failed_its_check()
    {
        var (engine, check) = Engine("Staff");
        check.Fails = true;

        Assert.Equal(["reachable", "schema"], (await CheckAsync(engine)).Select(l => l.Check));
        Assert.Equal(0, check.Asked);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "Staff")]
    public async Task A_store_that_is_new_is_not_looked_into(bool isNew, string asked)
    {
        // One that is not new is, and this one breaks when it is: so nothing is asked.
        var (engine, check) = Engine(new BrokenStore(), isNew, "Staff");
        check.Groups.Add(("g1", "Staff"));

        var lines = await CheckAsync(engine);

        Assert.Equal(isNew ? CheckStatus.Ok : CheckStatus.Failed, lines[^1].Status);
        Assert.Equal(asked, string.Join(',', check.Texts));
    }

    private static (CheckStatus, string) Of(CheckResult line) => (line.Status, line.Detail);

    private static ValueTask<List<CheckResult>> CheckAsync(ISyncEngine engine) => engine.CheckAsync(World.Sync, Token).ToListAsync(Token);

    private static (ISyncEngine Engine, AskedCheck Check) Engine(params string[] groups) => Engine(null, false, groups);

    private static (ISyncEngine Engine, AskedCheck Check) Engine(IEventStore? store, bool isNew, params string[] groups)
    {
        var time = new FakeTimeProvider();
        var check = new AskedCheck();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(new InMemoryStore(time))
                .AddScriptedSource(new ScriptedSource(new SystemName("corp-ad")))
                .AddScriptedTarget(new ScriptedTarget(new SystemName("pyrus")))
                .AddCheck(_ => check)
                .AddCheck(_ => new StoreLine(isNew))
                .AddSync(World.Sync.Value, sync => sync.From("corp-ad").To("pyrus").PickGroups(groups)));
        if (store is not null)
        {
            services.AddSingleton(store);
        }

        return (services.BuildServiceProvider().GetRequiredService<ISyncEngine>(), check);
    }

    /// <summary>A store that cannot be used.</summary>
    private sealed class BrokenStore : IEventStore
    {
        public Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken) => throw Broken();

        public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken) => throw Broken();

        public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken) => throw Broken();

        public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => throw Broken();

        private static StoreException Broken() => new("StoreUnreachable", "The store was looked into.", "Do not.");
    }

    /// <summary>A store's line.</summary>
    private sealed class StoreLine(bool isNew) : ISystemCheck
    {
        public string Subject => "store";

        public async IAsyncEnumerable<CheckResult> CheckAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new CheckResult(Subject, "schema", CheckStatus.Ok, "said by the test") { StoreIsNew = isNew };
        }
    }

    /// <summary>A source's check that can be asked for groups.</summary>
    private sealed class AskedCheck : ISystemCheck
    {
        public string Subject => "corp-ad";

        internal List<(string Anchor, string Name)> Groups { get; } = [];

        internal bool Fails { get; set; }

        internal int Asked { get; private set; }

        internal List<string> Texts { get; } = [];

        public async IAsyncEnumerable<CheckResult> CheckAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new CheckResult(Subject, "reachable", Fails ? CheckStatus.Failed : CheckStatus.Ok, "said by the test");
        }

        public Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?> FindGroupsAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
        {
            Asked++;
            Texts.AddRange(texts);
            return Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?>(texts.ToDictionary(
                text => text,
                IReadOnlyList<SourceRecord> (text) =>
                [
                    .. Groups.Where(g => g.Name == text || g.Anchor == text).Select(g => new SourceRecord
                    {
                        Kind = EntryKind.Group, Anchor = g.Anchor, Attributes = AttributeSet.Of((AttributeNames.Name, g.Name)),
                    }),
                ],
                StringComparer.Ordinal));
        }
    }
}
