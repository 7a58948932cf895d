using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>
/// The store on a real PostgreSQL keeps to what every store keeps to. The database sorts linguistically (ICU), so that a query that leaves
/// the order to the database is found out.
/// </summary>
public sealed class MartenStoreContractTests(SharedStore shared) : EventStoreContract, IClassFixture<SharedStore>
{
    protected override async Task<StoreUnderTest> OpenEmptyStoreAsync() => StoreUnderTest.Of(await shared.EmptyAsync());
}

/// <summary>The same where every batch that can be is appended in bulk.</summary>
public sealed class BulkStoreContractTests(SharedBulkStore shared) : EventStoreContract, IClassFixture<SharedBulkStore>
{
    protected override async Task<StoreUnderTest> OpenEmptyStoreAsync() => StoreUnderTest.Of(await shared.EmptyAsync());
}
