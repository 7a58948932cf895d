
namespace SyncEngine.Stores.Marten.Tests;

/// <summary>What the store does to tables: makes the missing, alters none unless told to, says what is wrong.</summary>
public sealed class SchemaTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_database_gets_the_tables_and_the_next_start_finds_nothing_to_do()
    {
        var database = await TestStores.CreateEmptyDatabaseAsync(server);
        await using (var first = TestStores.Make(server.ConnectionString(database)))
        {
            Assert.Equal(0, await first.ReadLastSequenceAsync(Token));
        }

        await using var second = TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { SchemaPolicy = SchemaPolicy.VerifyOnly });
        Assert.Equal(0, await second.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task A_schema_of_another_name_stands_beside_the_first()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { Schema = "second_1" });

        Assert.Equal(0, await store.ReadLastSequenceAsync(Token));
        await server.ExecuteAsync("select 1 from second_1.mt_events, syncengine.mt_events", database);
    }

    [Fact]
    public async Task A_missing_schema_is_an_error_where_nothing_may_be_made()
    {
        var database = await TestStores.CreateEmptyDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { SchemaPolicy = SchemaPolicy.VerifyOnly });

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.ReadLastSequenceAsync(Token));

        Assert.Equal("StoreSchemaMissing", refusal.Code);
        Assert.Contains("'syncengine'", refusal.Message, StringComparison.Ordinal);
        await using var willing = TestStores.Make(server.ConnectionString(database));
        await willing.OpenAsync(Token);
        Assert.Equal(0, await store.ReadLastSequenceAsync(Token));
    }

    [Theory]
    [InlineData("alter table syncengine.mt_doc_entry drop column fingerprint cascade", "mt_doc_entry")]
    [InlineData("drop index syncengine.mt_doc_entry_idx_found_by", "mt_doc_entry")]
    [InlineData("drop index syncengine.plan_row_id", "plan_row")]
    [InlineData("alter table syncengine.plan_row drop column status", "plan_row")]
    [InlineData("alter table syncengine.mt_events alter column user_name type integer using 1", "mt_events")]
    public async Task A_table_of_another_shape_is_named_and_left_alone(string change, string table)
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync(change, database);
        await using var store = TestStores.Make(server.ConnectionString(database));

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.ReadLastSequenceAsync(Token));

        Assert.Equal("StoreSchemaDiffers", refusal.Code);
        Assert.Contains(table, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CreateAndAlter", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_another_shape_is_altered_where_the_host_says_so()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync("drop index syncengine.mt_doc_entry_idx_found_by", database);
        await using (var altering = TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { SchemaPolicy = SchemaPolicy.CreateAndAlter }))
        {
            Assert.Equal(0, await altering.ReadLastSequenceAsync(Token));
        }

        await using var strict = TestStores.Make(server.ConnectionString(database), new MartenStoreOptions { SchemaPolicy = SchemaPolicy.VerifyOnly });
        Assert.Equal(0, await strict.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task Observing_is_answered_by_an_index_without_the_documents()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString(database) + ";Options=-c enable_seqscan=off -c enable_bitmapscan=off");
        await using (source)
        {
            await using var command = source.CreateCommand("explain " + new StoreSql("syncengine").Index(EntryIds.Of(new Model.SystemName("corp-ad"))));

            Assert.StartsWith("Index Only Scan", (string?)await command.ExecuteScalarAsync(Token), StringComparison.Ordinal);
        }
    }
}
