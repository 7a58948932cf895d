using Microsoft.Extensions.DependencyInjection;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Testing.Tests;

/// <summary>The in-memory store keeps to what every store keeps to.</summary>
public sealed class InMemoryStoreTests : EventStoreContract
{
    protected override Task<StoreUnderTest> OpenEmptyStoreAsync() => Task.FromResult(StoreUnderTest.Of(new InMemoryStore()));

    [Fact]
    public async Task Events_are_stamped_by_the_clock_given_to_the_microsecond()
    {
        var store = new InMemoryStore(new StoppedClock());

        await store.AppendAsync(
            [new StreamAppend(StreamName.System(new SystemName("a")), 0, [new SystemIdentified("x")])],
            new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine),
            Token);

        var recorded = await store.ReadAllAsync(0, long.MaxValue, Token).SingleAsync(Token);
        Assert.Equal(new StoppedClock().GetUtcNow().AddTicks(-7), recorded.At);
    }

    [Fact]
    public void A_host_registers_it_once_behind_every_port()
    {
        var shared = new InMemoryStore();
        var services = new TestBuilder().UseInMemoryStore(shared).Services.BuildServiceProvider();

        Assert.Same(shared, services.GetRequiredService<IEventStore>());
        Assert.Same(shared, services.GetRequiredService<IRunLock>());
        Assert.Throws<ConfigurationException>(() => new TestBuilder().UseInMemoryStore().UseInMemoryStore());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
    }
}
