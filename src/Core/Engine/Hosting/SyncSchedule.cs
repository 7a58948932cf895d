using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SyncEngine;

/// <summary>The hosted service: one cycle for each sync, side by side. Stopping ends a run under way cleanly, so that it is recorded as interrupted.</summary>
internal sealed class SyncSchedule(IServiceProvider services, IOptions<ScheduleOptions> options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var chosen = options.Value;
        var engine = services.GetRequiredService<ISyncEngine>();
        var syncs = engine.Syncs.Where(sync => chosen.Syncs.Count == 0 || chosen.Syncs.Contains(sync.Value));
        return Task.WhenAll(syncs.Select(sync => ActivatorUtilities.CreateInstance<SyncCycle>(services, sync, chosen).RunAsync(stoppingToken)));
    }
}
