using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Testing.Contracts;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>A domain controller keeps to what every source keeps to.</summary>
public sealed class LiveSourceContract(SharedDomain shared) : SourceContract
{
    protected override async Task<SourceUnderTest> OpenSourceAsync()
    {
        var unit = await shared.OwnUnitAsync();
        var inner = await shared.Tools.AddUnitAsync("Inner, users", unit, Token);
        var login = "c" + Guid.NewGuid().ToString("N")[..10];
        var boss = await shared.Tools.AddUserAsync("Boss " + login, login + ".1", unit, Token);
        var user = await shared.Tools.AddUserAsync("User " + login, login + ".2", inner, Token, ("manager", boss));
        await shared.Tools.AddUserAsync("Other " + login, login + ".3", inner, Token);
        await shared.Tools.AddGroupAsync("Group " + login, inner, Token, user, boss);
        var relay = FaultyRelay.Start(shared.Domain);
        var options = AdReading.Options(shared.Domain, unit);
        options.Server = relay.Url;

        return new SourceUnderTest(
            AdReading.Source(options),
            interrupt: () =>
            {
                // Five entries belong to the start; the seventh is the second unit.
                relay.Fault = new RelayFault(RelayAction.Cut) { AfterEntries = 7 };
                return Task.CompletedTask;
            },
            dispose: relay.DisposeAsync);
    }
}
