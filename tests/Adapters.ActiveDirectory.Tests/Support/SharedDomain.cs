using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

[assembly: AssemblyFixture(typeof(SharedDomain))]

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>One domain for all tests that only add to it, each in a unit of its own.</summary>
public sealed class SharedDomain : IAsyncLifetime
{
    private static int count;

    public SambaDomain Domain { get; private set; } = null!;

    public LdapTools Tools => Domain.Tools;

    public async ValueTask InitializeAsync() => Domain = await SambaDomain.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>A unit that belongs to one test.</summary>
    public Task<string> OwnUnitAsync() =>
        Tools.AddUnitAsync($"Test {Interlocked.Increment(ref count)}", SambaDomain.BaseDn, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Domain is null ? ValueTask.CompletedTask : Domain.DisposeAsync();
}
