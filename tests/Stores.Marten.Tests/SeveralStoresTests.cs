using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>Two hosts on one database, and a host that starts again.</summary>
public sealed class SeveralStoresTests(PostgresServer server)
{
    private static readonly EntryKey Key = new(new SystemName("corp-ad"), EntryKind.Account, "a");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EventMetadata Metadata => new(new RunId(Guid.CreateVersion7()), Actor.Engine);

    [Fact]
    public async Task What_one_host_stores_the_other_reads_and_neither_overwrites_the_other()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var one = TestStores.Make(server.ConnectionString(database));
        await using var two = TestStores.Make(server.ConnectionString(database));

        await one.AppendAsync([new StreamAppend(StreamName.Entry(Key), 0, [Discovered(1)])], Metadata, Token);
        Assert.Equal(1, (await two.LoadAsync([Key], Token))[Key].Version);
        await two.AppendAsync([new StreamAppend(StreamName.Entry(Key), 1, [new EntryDisabled(EventSamples.Print(2))])], Metadata, Token);

        await Assert.ThrowsAsync<ConcurrentAppendException>(
            () => one.AppendAsync([new StreamAppend(StreamName.Entry(Key), 1, [new EntryEnabled(EventSamples.Print(3))])], Metadata, Token));
        Assert.False((await one.LoadAsync([Key], Token))[Key].Enabled);
    }

    [Fact]
    public async Task Two_hosts_that_start_at_once_on_an_empty_database_both_work()
    {
        var database = await TestStores.CreateEmptyDatabaseAsync(server);
        var stores = Enumerable.Range(0, 4).Select(_ => TestStores.Make(server.ConnectionString(database))).ToArray();

        await Task.WhenAll(stores.Select((store, i) => Task.Run(
            () => store.AppendAsync([new StreamAppend(StreamName.Entry(Key with { Anchor = $"{i}" }), 0, [Discovered(i)])], Metadata, Token), Token)));

        Assert.Equal(4, await stores[0].ReadIndexAsync(Key.System, Token).CountAsync(Token));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_host_that_starts_again_finds_everything_as_it_was()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));
        string[] before;
        await using (var first = TestStores.Make(server.ConnectionString(database), time: time))
        {
            await first.AppendAsync([new StreamAppend(StreamName.Entry(Key), 0, [.. EventSamples.All])], Metadata, Token);
            before = await DescribeAsync(first);
        }

        await using var second = TestStores.Make(server.ConnectionString(database));

        Assert.Equal(before, await DescribeAsync(second));
        Assert.Contains("2026-03-01T12:00:00.123456+00:00", before[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_marks_that_Marten_leaves_for_failed_appends_are_no_events()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database));
        await store.AppendAsync([new StreamAppend(StreamName.Entry(Key), 0, [Discovered(1)])], Metadata, Token);
        await Assert.ThrowsAsync<ConcurrentAppendException>(
            () => store.AppendAsync([new StreamAppend(StreamName.Entry(Key), 5, [new EntryDisabled(EventSamples.Print(2))])], Metadata, Token));
        await server.SoonAsync("select count(*) > 0 from syncengine.mt_events where type = 'tombstone'", database);

        var log = await store.ReadAllAsync(0, long.MaxValue, Token).ToListAsync(Token);

        Assert.Equal(log.Single().Sequence, await store.ReadLastSequenceAsync(Token));
    }

    private static EntryDiscovered Discovered(int print) => new(true, null, AttributeSet.Empty, [], EventSamples.Print(print));

    private static async Task<string[]> DescribeAsync(MartenStore store) =>
    [
        .. (await store.ReadAllAsync(0, long.MaxValue, Token).ToListAsync(Token)).Select(e => Json(e with { Event = null! }) + Json(e.Event)),
        .. (await store.LoadAsync([Key], Token)).Values.Select(Json),
        .. (await store.ReadIndexAsync(Key.System, Token).ToListAsync(Token)).Select(k => Json(k)),
    ];

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), EngineJson.Options);
}
