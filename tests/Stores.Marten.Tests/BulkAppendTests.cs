using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Aggregation;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>What is appended in bulk is what a session would have left, and Marten works on with it.</summary>
public sealed class BulkAppendTests(PostgresServer server)
{
    private static readonly SystemName Directory = new("corp-ad");
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_the_one_a_session_writes()
    {
        var inBulk = await RowsAsync(bulkStreamsMin: 0);
        var inSessions = await RowsAsync(bulkStreamsMin: int.MaxValue);

        Assert.True(inBulk.Count > 150);
        Assert.Equal(inSessions, inBulk);
    }

    [Fact]
    public async Task A_refused_batch_draws_no_sequence_number()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = Make(database);
        await store.AppendAsync(Discoveries(0, 10), Metadata, Token);

        await Assert.ThrowsAsync<ConcurrentAppendException>(() => store.AppendAsync(Discoveries(5, 400), Metadata, Token));
        await Assert.ThrowsAsync<ConcurrentAppendException>(() => store.AppendAsync(
            [.. Discoveries(20, 400), new StreamAppend(Stream(3), 7, [new EntryMissed("x")])], Metadata, Token));
        await store.AppendAsync(Discoveries(10, 1), Metadata, Token);

        Assert.Equal(Enumerable.Range(1, 11).Select(n => (long)n), await store.ReadAllAsync(0, long.MaxValue, Token).Select(e => e.Sequence).ToListAsync(Token));
    }

    [Fact]
    public async Task Sessions_of_Marten_go_on_where_bulk_left_off()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = Make(database);
        await store.AppendAsync(Discoveries(0, 500), Metadata, Token);
        await using var marten = MartenOf(database);
        await using var session = marten.LightweightSession();

        var stream = await session.Events.FetchStreamStateAsync(Stream(7).Value, Token);
        var events = await session.Events.FetchStreamAsync(Stream(7).Value, token: Token);
        session.CorrelationId = Guid.NewGuid().ToString("N");
        session.LastModifiedBy = "engine";
        session.Events.Append(Stream(7).Value, 2, new EntryDisabled(EventSamples.Print(1)));
        await session.SaveChangesAsync(Token);

        Assert.Equal((1, false), (stream!.Version, stream.IsArchived));
        Assert.Equal(typeof(EntryDiscovered), Assert.Single(events).Data.GetType());
        Assert.Equal(2, (await session.LoadAsync<EntryDocument>(Stream(7).Value, Token))!.State.Version);
        await store.AppendAsync([.. Discoveries(500, 500), new StreamAppend(Stream(7), 2, [new EntryEnabled(EventSamples.Print(2))])], Metadata, Token);
        Assert.Equal(3, (await session.Events.AggregateStreamAsync<EntryDocument>(Stream(7).Value, token: Token))!.State.Version);
    }

    [Fact]
    public async Task Marten_rebuilds_the_same_states_and_its_daemon_follows()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = Make(database);
        await store.AppendAsync(Discoveries(0, 600), Metadata, Token);
        await store.AppendAsync([.. Enumerable.Range(0, 300).Select(i => new StreamAppend(Stream(i), 1, [new EntryMissed("x"), new EntryDisabled(EventSamples.Print(i))]))], Metadata, Token);
        var before = await TextsAsync(database, EntryText);
        await using var marten = MartenOf(database, options => options.Projections.Add(new FollowingProjection(), ProjectionLifecycle.Async));
        await marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();

        using var daemon = await marten.BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync<EntryProjection>(Token);
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleData(TimeSpan.FromSeconds(30));
        await store.AppendAsync(Discoveries(600, 600), Metadata, Token);
        await daemon.WaitForNonStaleData(TimeSpan.FromSeconds(30));
        await daemon.StopAllAsync();

        Assert.Equal(before, (await TextsAsync(database, EntryText)).Take(600));
        await using var session = marten.QuerySession();
        Assert.Equal(1_200, await session.Query<Following>().CountAsync(Token));
        Assert.Equal(3, (await session.LoadAsync<Following>(Stream(0).Value, Token))!.Events);
    }

    [Theory]
    [InlineData("alter table syncengine.mt_streams add column more integer", "'mt_streams more integer'")]
    [InlineData("alter table syncengine.mt_events alter column user_name type text", "no 'mt_events user_name character varying', 'mt_events user_name text'")]
    public async Task Tables_laid_out_otherwise_are_not_written_past_Marten(string change, string difference)
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync(change, database);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var connection = await source.OpenConnectionAsync(Token);

        Assert.Equal(difference, await BulkLayout.DifferenceAsync(connection, "syncengine", Token));
    }

    [Fact]
    public async Task A_store_on_tables_laid_out_otherwise_appends_large_batches_all_the_same()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync("alter table syncengine.mt_events alter column is_archived drop default", database);
        await using var store = Make(database);

        await store.AppendAsync(Discoveries(0, 400), Metadata, Token);

        Assert.Equal(400, await store.ReadIndexAsync(Directory, Token).CountAsync(Token));
        Assert.Equal(["null"], (await TextsAsync(database, "select coalesce(is_archived::text, 'null') from syncengine.mt_events")).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_bulk_is_not_possible_a_large_batch_goes_through_a_session()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = Make(database);
        await store.AppendAsync(Discoveries(0, 400), Metadata, Token);

        // A state that is not its stream's: bulk cannot fold onto it, and leaves the batch to Marten.
        await server.ExecuteAsync($"delete from syncengine.mt_doc_entry where id = '{Stream(3).Value}'", database);
        await store.AppendAsync([.. Enumerable.Range(0, 400).Select(i => new StreamAppend(Stream(i), 1, [new EntryMissed("x")]))], Metadata, Token);

        Assert.Equal(800, await store.ReadAllAsync(0, long.MaxValue, Token).CountAsync(Token));
        Assert.Equal(400, await store.ReadIndexAsync(Directory, Token).CountAsync(k => k.Presence == EntryPresence.Missed, Token));
    }

    private const string EntryText = "select (to_jsonb(d) - 'mt_last_modified')::text from syncengine.mt_doc_entry d order by length(id), id collate \"C\"";

    private static readonly string[] AllText =
    [
        "select (to_jsonb(s) - 'timestamp' - 'created')::text from syncengine.mt_streams s order by id collate \"C\"",
        "select (to_jsonb(e) - 'id' - 'seq_id')::text from syncengine.mt_events e order by stream_id collate \"C\", version",
        "select seq_id::text from syncengine.mt_events order by seq_id",
        "select (to_jsonb(d) - 'mt_last_modified')::text from syncengine.mt_doc_entry d order by id collate \"C\"",
    ];

    private static EventMetadata Metadata => new(new RunId(Guid.CreateVersion7()), Actor.Engine);

    private static StreamName Stream(int person) => StreamName.Entry(new EntryKey(Directory, EntryKind.Account, $"{person}"));

    private static StreamAppend[] Discoveries(int from, int count) =>
    [
        .. Enumerable.Range(from, count).Select(i => new StreamAppend(Stream(i), 0,
            [new EntryDiscovered(true, "ou", AttributeSet.Of((AttributeNames.Email, $"p{i}@corp.example")), ["m"], EventSamples.Print(i))])),
    ];

    private MartenStore Make(string database, int bulkStreamsMin = 0, TimeProvider? time = null) =>
        TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { BulkStreamsMin = bulkStreamsMin }, time);

    private DocumentStore MartenOf(string database, Action<StoreOptions>? more = null) => DocumentStoreFactory.Make(
        NpgsqlDataSource.Create(server.ConnectionString(database)), new MartenStoreOptions(), TimeProvider.System, more);

    private async Task<List<string>> RowsAsync(int bulkStreamsMin)
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = Make(database, bulkStreamsMin, new FakeTimeProvider(Noon));
        var metadata = new EventMetadata(new RunId(Guid.Parse("0197a1b2-0000-7000-8000-000000000009")), Actor.Person("анна@corp.example"));
        await store.AppendAsync(Discoveries(0, 20), metadata, Token);
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, 20).Where(i => i % 3 > 0).Select(i => new StreamAppend(Stream(i), 1, [.. EventSamples.All.Skip(i).Take(i % 3 * 5)])),
                .. Discoveries(20, 5),
                new StreamAppend(Stream(99), 0, [new EntryMissed("before it was seen")]),
                new StreamAppend(StreamName.Entry(new EntryKey(Directory, EntryKind.Group, "🦊/\uFF21 '\\\"")), 0, [.. EventSamples.All]),
                new StreamAppend(StreamName.Entry(new EntryKey(Directory, EntryKind.Unit, "ou")), 0, [.. EventSamples.All.Reverse()]),
                new StreamAppend(StreamName.System(Directory), 0, [new SystemIdentified("S-1")]),
                new StreamAppend(StreamName.Department(new SyncName("staff"), EventSamples.Print(1)), 0, [.. EventSamples.All]),
                new StreamAppend(StreamName.Parse("entry:of/no-kind/known"), 0, [new EntryMissed("x")]),
            ],
            metadata,
            Token);
        var rows = new List<string>();
        foreach (var text in AllText)
        {
            rows.AddRange(await TextsAsync(database, text));
        }

        return rows;
    }

    private async Task<List<string>> TextsAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var texts = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    /// <summary>A view that Marten's daemon keeps, as a host might add one.</summary>
    internal sealed class Following
    {
        public string Id { get; set; } = "";

        public int Events { get; set; }
    }

    internal sealed class FollowingProjection : SingleStreamProjection<Following, string>
    {
        public override Following? Evolve(Following? snapshot, string id, IEvent e) => new() { Id = id, Events = (snapshot?.Events ?? 0) + 1 };
    }
}
