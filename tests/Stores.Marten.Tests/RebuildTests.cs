using Marten;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>The table of entries made again from the events is the table that was there, down to its indexes and rights.</summary>
public sealed class RebuildTests(PostgresServer server)
{
    private const string Rows = "select md5(string_agg((to_jsonb(d) - 'mt_last_modified')::text, ',' order by id collate \"C\")) from syncengine.mt_doc_entry d";

    private const string Shape =
        """
        select string_agg(line, E'\n' order by line) from (
            select pg_get_indexdef(indexrelid) line from pg_index where indrelid = 'syncengine.mt_doc_entry'::regclass
            union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'syncengine.mt_doc_entry'::regclass
            union all select attname || format_type(atttypid, atttypmod) || attnotnull || coalesce(pg_get_expr(adbin, adrelid), '')
                from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 'syncengine.mt_doc_entry'::regclass and attnum > 0
            union all select concat_ws(' ', relacl, reloptions, relowner) from pg_class where oid = 'syncengine.mt_doc_entry'::regclass
        ) lines
        """;

    private static readonly SystemName Directory = new("corp-ad");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_shape_and_rights_are_the_same_and_Marten_finds_nothing_amiss()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync(
            """
            do $$ begin create role reading login; exception when duplicate_object then null; end $$;
            grant usage on schema syncengine to reading;
            grant select on syncengine.mt_doc_entry to reading with grant option;
            alter table syncengine.mt_doc_entry set (autovacuum_vacuum_insert_scale_factor = 0.05)
            """,
            database);
        await using var store = TestStores.Make(server.ConnectionString(database));
        await FillAsync(store);
        var (rows, shape) = (await TextAsync(database, Rows), await TextAsync(database, Shape));

        for (var i = 0; i < 2; i++)
        {
            await server.ExecuteAsync("update syncengine.mt_doc_entry set presence = 2 where id like '%7'", database);
            var report = await store.RebuildAsync(Token);

            Assert.Equal(1_000, report.Entries);
            Assert.Equal(rows, await TextAsync(database, Rows));
            Assert.Equal(shape, await TextAsync(database, Shape));
        }

        await using var marten = DocumentStoreFactory.Make(
            NpgsqlDataSource.Create(server.ConnectionString(database)), new MartenStoreOptions(), TimeProvider.System);
        await marten.Storage.Database.AssertDatabaseMatchesConfigurationAsync(Token);
        await store.AppendAsync([new StreamAppend(Stream(1), 2, [new EntryEnabled(EventSamples.Print(1))])], Metadata, Token);
        Assert.Equal(1_000, await store.ReadIndexAsync(Directory, Token).CountAsync(Token));
    }

    [Fact]
    public async Task Readers_have_the_old_states_and_writers_wait_while_a_rebuild_is_under_way()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database));
        await FillAsync(store);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var holder = await source.OpenConnectionAsync(Token);
        await using var holding = await holder.BeginTransactionAsync(Token);
        await using (var reading = new NpgsqlCommand("select count(*) from syncengine.mt_doc_entry", holder))
        {
            await reading.ExecuteScalarAsync(Token);
        }

        // A reader that has not ended keeps the new table from taking the old one's place: there the rebuild can be looked at.
        var rebuild = store.RebuildAsync(Token);
        await server.SoonAsync("select count(*) > 0 from pg_locks where not granted and mode = 'AccessExclusiveLock'", database);
        var append = store.AppendAsync([new StreamAppend(Stream(1), 2, [new EntryEnabled(EventSamples.Print(1))])], Metadata, Token);
        await server.SoonAsync("select count(*) > 0 from pg_locks where not granted and locktype = 'advisory'", database);
        Assert.False(append.IsCompleted);
        await using (var reading = new NpgsqlCommand("select count(*) from syncengine.mt_doc_entry", holder))
        {
            Assert.Equal(1_000L, await reading.ExecuteScalarAsync(Token));
        }

        await holding.RollbackAsync(Token);
        await rebuild;
        await append;
        Assert.Equal(3, (await store.LoadAsync([Stream(1).TryEntry()!.Value], Token)).Values.Single().Version);
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_everything_as_it_was()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database));
        await FillAsync(store);
        var rows = await TextAsync(database, Rows);
        await server.ExecuteAsync("update syncengine.mt_events set type = 'of_a_newer_version' where seq_id = 900", database);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.RebuildAsync(Token));

        Assert.Equal(rows, await TextAsync(database, Rows));
        Assert.Null(await TextAsync(database, "select to_regclass('syncengine.mt_doc_entry_rebuilt')::text"));
        await server.ExecuteAsync("update syncengine.mt_events set type = 'entry_discovered_v1' where seq_id = 900", database);
        Assert.Equal(1_000, (await store.RebuildAsync(Token)).Entries);
    }

    private static EventMetadata Metadata => new(new RunId(Guid.CreateVersion7()), Actor.Engine);

    private static StreamName Stream(int person) => StreamName.Entry(new EntryKey(Directory, EntryKind.Account, $"{person}"));

    private static async Task FillAsync(MartenStore store)
    {
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, 1_000).Select(i => new StreamAppend(Stream(i), 0,
                    [new EntryDiscovered(true, null, AttributeSet.Of((AttributeNames.Email, $"p{i}@corp.example")), ["m"], EventSamples.Print(i))])),
            ],
            Metadata,
            Token);
        await store.AppendAsync([.. Enumerable.Range(0, 300).Select(i => new StreamAppend(Stream(i), 1, [EventSamples.All[i % EventSamples.All.Length]]))], Metadata, Token);
    }

    private async Task<string?> TextAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token) as string;
    }
}
