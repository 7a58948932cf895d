using SyncEngine.Testing.Contracts;
using SyncEngine.Tests;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>
/// The store on a real PostgreSQL keeps to what every store keeps to. The databases sort linguistically (ICU), so that a query that leaves
/// the order to the database is found out.
/// </summary>
public sealed class MartenStoreContractTests(PostgresServer server) : EventStoreContract
{
    protected override async Task<StoreUnderTest> OpenEmptyStoreAsync()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        var store = TestStores.Make(server.ConnectionString(database));
        return StoreUnderTest.Of(store, async () =>
        {
            await store.DisposeAsync();
            await server.DropDatabaseAsync(database);
        });
    }
}
