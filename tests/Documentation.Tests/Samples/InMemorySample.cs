using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>The engine without any external system, as README shows it.</summary>
internal static class InMemorySample
{
    internal static async Task<(ScriptedTarget Application, Plan Second)> RunAsync(CancellationToken cancellationToken)
    {
        // sample: memory
        var directory = new ScriptedSource(
            new SystemName("corp-ad"),
            new SourceRecord { Kind = EntryKind.Unit, Anchor = "u1", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) },
            new SourceRecord
            {
                Kind = EntryKind.Account,
                Anchor = "p1",
                Parent = "u1",
                Attributes = AttributeSet.Of(
                    (AttributeNames.FirstName, "Ada"), (AttributeNames.LastName, "Novak"), (AttributeNames.Email, "ada@corp.example")),
            });
        var application = new ScriptedTarget(new SystemName("pyrus"));
        await using var services = new ServiceCollection()
            .AddSyncEngine(builder => builder
                .UseInMemoryStore()
                .AddScriptedSource(directory)
                .AddScriptedTarget(application)
                .AddSync("staff", sync => sync.From("corp-ad").To("pyrus")))
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ISyncEngine>();

        var plan = await engine.PrepareAsync(new SyncName("staff"), cancellationToken);
        await engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, cancellationToken);
        Console.WriteLine(application.Contents.Single().Attributes[AttributeNames.Email]); // ada@corp.example

        var second = await engine.PrepareAsync(new SyncName("staff"), cancellationToken);
        Console.WriteLine(second.Counts.Noop); // 1: nothing is left to do
        // end
        return (application, second);
    }
}
