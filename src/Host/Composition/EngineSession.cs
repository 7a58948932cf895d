using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>The engine put together for one command. Disposing closes the store and lets go of a private PostgreSQL.</summary>
internal sealed class EngineSession(IServiceProvider services, params IAsyncDisposable[] owned) : IAsyncDisposable
{
    internal ISyncEngine Engine { get; } = services.GetRequiredService<ISyncEngine>();

    /// <summary>The configuration file; null when it came from the environment alone.</summary>
    internal string? Configuration { get; init; }

    /// <summary>The engine's bounds as configured.</summary>
    internal SyncEngineOptions Bounds => services.GetRequiredService<IOptions<SyncEngineOptions>>().Value;

    internal SyncOptions OptionsOf(SyncName sync) => services.GetRequiredService<IOptionsMonitor<SyncOptions>>().Get(sync.Value);

    /// <summary>Starts the schedule in this process.</summary>
    internal async Task StartScheduleAsync(IReadOnlyList<SyncName> syncs, TimeSpan? every, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<ScheduleOptions>>().Value;
        options.Every = every;
        foreach (var sync in syncs)
        {
            options.Syncs.Add(sync.Value);
        }

        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(cancellationToken);
        }
    }

    /// <summary>Stops the schedule; a run under way is recorded as interrupted.</summary>
    internal async Task StopScheduleAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>A configured sync by the name a person gave.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    internal SyncName Sync(string name)
    {
        foreach (var sync in Engine.Syncs)
        {
            if (sync.Value == name)
            {
                return sync;
            }
        }

        var known = Engine.Syncs.Select(s => s.Value).ToList();
        throw new ConfigurationException(
            $"There is no sync '{name}'; {(known.Count == 0 ? "none is configured" : "there are: " + string.Join(", ", known))}.{Suggestion.For(name, known)}",
            "Name one of them, or add the sync to the configuration under Syncs.");
    }

    /// <summary>One sync when a person gave a name, else all of them.</summary>
    internal IReadOnlyList<SyncName> SyncsOf(string? name) => name is null ? Engine.Syncs : [Sync(name)];

    public async ValueTask DisposeAsync()
    {
        foreach (var item in owned)
        {
            await item.DisposeAsync();
        }
    }
}
