using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SyncEngine;

/// <summary>Lets a host run its syncs by itself.</summary>
public static class SyncScheduleBuilderExtensions
{
    /// <summary>
    /// Adds a hosted service that prepares a plan of each sync every two hours (<see cref="SyncOptions.Prepare"/>), and applies of it what
    /// <see cref="SyncOptions.AutoApply"/> names. Any number of hosts may do so over one store. What happens is told by
    /// <see cref="ISyncEngine.Notifications"/>.
    /// </summary>
    public static ISyncEngineBuilder AddSchedule(this ISyncEngineBuilder builder, Action<ScheduleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ScheduleOptions>, ScheduleOptionsRules>());
        builder.Services.AddOptions<ScheduleOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        builder.Services.TryAddSingleton<AutoApply>();
        builder.Services.TryAddSingleton<Alerts>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SyncSchedule>());
        return builder;
    }
}
