using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Faults;

/// <summary>An engine between a domain behind a proxy and an application in memory, by a clock that stands still until something is wrong.</summary>
internal sealed class FaultWorld : IDisposable
{
    private static readonly SyncName Sync = new("staff");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly ControllerProxy proxy;
    private readonly ServiceProvider services;
    private readonly ISyncEngine engine;

    internal FaultWorld(ControllerProxy proxy)
    {
        this.proxy = proxy;
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSyncEngine(builder => builder
                .UseInMemoryStore(new InMemoryStore(clock))
                .AddActiveDirectory("corp-ad", options =>
                {
                    options.Server = proxy.Url;
                    options.BaseDn = FaultyCompany.Base;
                    options.User = SambaDomain.AdminUser;
                    options.Password = SambaDomain.AdminPassword;
                    options.TrustedCertificate = proxy.CaFile;
                    options.PageSize = FaultyCompany.PageSize;
                })
                .AddScriptedTarget(new ScriptedTarget(new SystemName("pyrus")))
                .AddSync(Sync.Value, sync =>
                {
                    sync.From("corp-ad").To("pyrus").PickGroups(FaultyCompany.Picked);
                    sync.ScopeRule.Mode = ScopeMode.Any;
                    sync.DepartmentSeparator = "/";
                }))
            .BuildServiceProvider();
        engine = services.GetRequiredService<ISyncEngine>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Reads, plans and applies, before anyone left.</summary>
    internal async Task SyncAsync()
    {
        proxy.Age = 0;
        proxy.Begin();
        var plan = await PrepareAsync(ReadMode.Full);
        await engine.ApplyAsync(plan.Id, Actor.Person("anna@corp.example"), null, Token);
    }

    /// <summary>Reads and plans; time passes only after something went wrong.</summary>
    internal async Task<PlanInFull> PrepareAsync(ReadMode mode)
    {
        var preparing = engine.PrepareAsync(Sync, mode, Token);
        await Task.WhenAny(preparing, proxy.Faulted);
        while (await Task.WhenAny(preparing, Task.Delay(TimeSpan.FromMilliseconds(2), Token)) != preparing)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        var plan = await preparing;
        return new PlanInFull(plan, await engine.ReadRowsAsync(plan.Id, null, Token).ToListAsync(Token));
    }

    public void Dispose() => services.Dispose();
}
