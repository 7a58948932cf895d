using Microsoft.Extensions.DependencyInjection;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>How a store's package registers its store: one object behind all seven ports.</summary>
public static class StoreBuilderExtensions
{
    /// <summary>
    /// Registers the store of the engine, as a singleton that the host's container disposes. Called by a package's own <c>Use…</c> method.
    /// </summary>
    /// <exception cref="ConfigurationException">The host has named a store already: an engine has exactly one.</exception>
    public static ISyncEngineBuilder UseStore<TStore>(this ISyncEngineBuilder builder, Func<IServiceProvider, TStore> factory)
        where TStore : class, IEventStore, IKnownEntries, IEntryQueries, IStateHistory, IPlanStore, IRunQueries, IRunLock
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        if (builder.Services.Any(service => service.ServiceType == typeof(IEventStore)))
        {
            throw new ConfigurationException(
                $"A second store ({typeof(TStore).Name}) is named, but an engine has exactly one.",
                "Call one Use… method of one store package, once.");
        }

        builder.Services.AddSingleton(factory);
        builder.Services.AddSingleton<IEventStore>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IKnownEntries>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IEntryQueries>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IStateHistory>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IPlanStore>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IRunQueries>(services => services.GetRequiredService<TStore>());
        builder.Services.AddSingleton<IRunLock>(services => services.GetRequiredService<TStore>());
        return builder;
    }
}
