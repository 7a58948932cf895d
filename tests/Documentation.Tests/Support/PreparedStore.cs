using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Documentation.Tests;

/// <summary>A store with a short history in it: a few people, two syncs.</summary>
internal static class PreparedStore
{
    internal static async Task<ServiceProvider> FillAsync(Func<ISyncEngineBuilder, ISyncEngineBuilder> useStore, CancellationToken cancellationToken)
    {
        // Out of order by name, so that an order a store makes for itself would be seen.
        var directory = new ScriptedSource(
            new SystemName("corp-ad"),
            [
                new SourceRecord { Kind = EntryKind.Unit, Anchor = "u1", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) },
                .. new[] { "p3", "p1", "p2" }.Select(id => new SourceRecord
                {
                    Kind = EntryKind.Account, Anchor = id, Parent = "u1",
                    Attributes = AttributeSet.Of((AttributeNames.LastName, id), (AttributeNames.Email, $"{id}@corp.example")),
                }),
            ]);
        var application = new ScriptedTarget(new SystemName("pyrus"));
        var services = new ServiceCollection()
            .AddSyncEngine(engine => useStore(engine)
                .AddScriptedSource(directory)
                .AddScriptedTarget(application)
                .AddSync("staff", sync => sync.From("corp-ad").To("pyrus")))
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ISyncEngine>();
        for (var sync = 0; sync < 2; sync++)
        {
            var plan = await engine.PrepareAsync(new SyncName("staff"), cancellationToken);
            await engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, cancellationToken);
        }

        return services;
    }
}
