
namespace SyncEngine.Stores.Marten.Tests;

/// <summary>One database and one store for the tests of a class, emptied between them: a database each costs ten times as much.</summary>
public class SharedStore(PostgresServer server) : IAsyncLifetime
{
    private string? database;
    private MartenStore? store;

    internal MartenStore Store => store ?? throw new InvalidOperationException("The fixture has not begun.");

    internal string ConnectionString => server.ConnectionString(database!);

    public async ValueTask InitializeAsync()
    {
        database = await TestStores.CreateDatabaseAsync(server);
        store = TestStores.Make(ConnectionString, Options());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (store is not null)
        {
            await store.DisposeAsync();
            await server.DropDatabaseAsync(database!);
        }
    }

    private protected virtual MartenStoreOptions Options() => new();

    internal async Task<MartenStore> EmptyAsync()
    {
        await server.ExecuteAsync(
            """
            do $$ declare name text; begin
                for name in select format('syncengine.%I', tablename) from pg_tables where schemaname = 'syncengine' loop
                    execute 'truncate ' || name || ' cascade';
                end loop;
            end $$
            """,
            database!);
        return Store;
    }
}

/// <summary>The same for a store that appends every batch it can in bulk, however small.</summary>
public sealed class SharedBulkStore(PostgresServer server) : SharedStore(server)
{
    private protected override MartenStoreOptions Options() => new() { BulkStreamsMin = 0 };
}
