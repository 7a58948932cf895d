using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Adds SyncEngine to a host.</summary>
public static class SyncEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine; the delegate brings a store, systems and syncs. May be called more than once: registrations add up. The host's
    /// <see cref="TimeProvider"/> is used when it has one.
    /// </summary>
    public static IServiceCollection AddSyncEngine(this IServiceCollection services, Action<ISyncEngineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EngineEvents.Map);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, SyncOptionsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncEngineOptions>, SyncEngineOptionsRules>());
        services.AddOptions<SyncEngineOptions>().ValidateOnStart();
        services.TryAddSingleton<ProgressBroadcast>();
        services.TryAddSingleton<Notifier>();
        services.TryAddSingleton<RunBoard>();
        services.TryAddSingleton<UpdateNow>();
        services.TryAddSingleton<ChangeHints>();
        services.TryAddSingleton<ConnectedSystems>();
        services.TryAddSingleton<SyncPipeline>();
        services.TryAddSingleton<Instruments>();
        services.TryAddSingleton<ISyncEngine, SyncEngineService>();
        configure(new SyncEngineBuilder(services));
        MeasureOnce<ISyncEngine, MeasuredRuns>(services);
        MeasureOnce<IEventStore, MeasuredEventStore>(services);
        return services;
    }

    /// <summary>Puts a measuring decorator around a registered port, once however often the engine is added.</summary>
    private static void MeasureOnce<TPort, TMeasured>(IServiceCollection services)
        where TPort : class
        where TMeasured : TPort
    {
        if (services.Any(s => s.ServiceType == typeof(TPort)) && services.All(s => s.ServiceType != typeof(Measured<TMeasured>)))
        {
            services.Decorate<TPort, TMeasured>();
            services.AddSingleton<Measured<TMeasured>>();
        }
    }

    private sealed class Measured<T>;

    /// <summary>Adds a sync with options given in code. Checked when the host starts.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules of a name.</exception>
    public static ISyncEngineBuilder AddSync(this ISyncEngineBuilder builder, string name, Action<SyncOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var sync = new SyncName(name);
        builder.Services.AddSingleton(new SyncRegistration(sync));
        builder.Services.AddOptions<SyncOptions>(sync.Value).Configure(configure).ValidateOnStart();
        return builder;
    }

    /// <summary>Adds a sync with options bound from a section of the host's configuration. Checked when the host starts.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules of a name.</exception>
    public static ISyncEngineBuilder AddSync(this ISyncEngineBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddSync(name, options =>
        {
            section.Bind(options);

            // The binder gives null for an empty list; here "nobody" must never turn into "everyone".
            if (section.GetSection(nameof(SyncOptions.PickedGroups)).Exists())
            {
                options.PickedGroups ??= [];
            }

            if (section.GetSection($"{nameof(SyncOptions.ScopeRule)}:{nameof(ScopeRuleOptions.Words)}").Exists())
            {
                options.ScopeRule.Words ??= [];
            }
        });
    }
}
