using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Crash;

/// <summary>An engine in this process, as a host composes it. A new one remembers nothing but the events.</summary>
internal sealed class Host : IAsyncDisposable
{
    /// <summary>How many plans it may take until nothing is left to do: one for what is left, one for what became known by it, and one to see that.</summary>
    private const int PlansMax = 4;

    private readonly ServiceProvider services;

    internal Host(ScriptedSource directory, PyrusEmulator pyrus, Action<ISyncEngineBuilder> store, Action<ServiceCollection>? configure = null, bool handsOver = false)
    {
        var collection = EngineRoom.Services(
            directory,
            options =>
            {
                (options.BaseUrl, options.Login, options.SecurityKey) = (pyrus.BaseUrl.ToString(), pyrus.Login, pyrus.SecurityKey);
                options.ReadRetryDelay = TimeSpan.Zero;
            },
            store,
            handsOver: handsOver);
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
        Engine = services.GetRequiredService<ISyncEngine>();
    }

    internal ISyncEngine Engine { get; }

    internal IEventStore Store => services.GetRequiredService<IEventStore>();

    internal Task<PlanInFull> PrepareAsync(CancellationToken cancellationToken) => PlanInFull.PrepareAsync(Engine, TwentyRows.Sync, cancellationToken);

    internal Task<ApplyReport> ApplyAsync(PlanId plan, CancellationToken cancellationToken) =>
        Engine.ApplyAsync(plan, Actor.Person("anna"), null, cancellationToken);

    internal async Task<ApplyReport> SyncAsync(CancellationToken cancellationToken) =>
        await ApplyAsync((await PrepareAsync(cancellationToken)).Id, cancellationToken);

    /// <summary>Prepares and applies, as a person would, until a plan has nothing selected; gives that plan, and every row that was applied on the way.</summary>
    internal async Task<(PlanInFull Last, List<PlanRow> Applied)> FinishAsync(CancellationToken cancellationToken)
    {
        var applied = new List<PlanRow>();
        for (var plans = 0; ; plans++)
        {
            var plan = await PrepareAsync(cancellationToken);
            if (plan.Rows.All(row => !row.Selected))
            {
                return (plan, applied);
            }

            Assert.True(plans < PlansMax, $"Still to do after {PlansMax} syncs: {string.Join("; ", plan.Rows.Where(row => row.Selected).Select(row => row.Text))}");
            applied.AddRange(plan.Rows.Where(row => row.Selected));
            await ApplyAsync(plan.Id, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
