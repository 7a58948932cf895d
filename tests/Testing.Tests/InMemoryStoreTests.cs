using SyncEngine.Testing.Contracts;

namespace SyncEngine.Testing.Tests;

/// <summary>The in-memory store keeps to what every store keeps to.</summary>
public sealed class InMemoryStoreTests : EventStoreContract
{
    protected override Task<StoreUnderTest> OpenEmptyStoreAsync() => Task.FromResult(StoreUnderTest.Of(new InMemoryStore()));
}
