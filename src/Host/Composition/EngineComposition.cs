using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Host;

/// <summary>Puts the engine together from the configuration: store, connected systems, syncs, log.</summary>
internal static class EngineComposition
{
    internal static Task<EngineSession> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationLoader.Load(context.Options.Config, context.Around);
        return OpenAsync(configuration, context);
    }

    internal static async Task<EngineSession> OpenAsync(HostConfiguration configuration, CommandContext context, bool durable = true)
    {
        var store = new PrivateStore(configuration.Store, durable);
        var services = new ServiceCollection();
        services.AddSingleton(context.Around.Time);
        services.AddLogging(logging => AddLog(logging, context));
        Add(services, configuration, store);
        var provider = services.BuildServiceProvider();
        try
        {
            ConfigurationLoader.Stop(configuration.Path, OptionFaults.Of(provider));
            return new EngineSession(provider, provider, store) { Configuration = configuration.Path };
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds the engine with everything the configuration names.</summary>
    internal static void Add(IServiceCollection services, HostConfiguration configuration, PrivateStore store)
    {
        services.AddSyncEngine(engine =>
        {
            AddStore(engine, configuration.Store, store);
            engine.AddSchedule();
            foreach (var system in configuration.Systems)
            {
                system.Type.Add(engine, system.Name, system.Section);
            }

            foreach (var sync in configuration.Syncs)
            {
                AddSync(engine, sync, configuration.Sync(sync));
            }
        });
        services.Configure<SyncEngineOptions>(configuration.Values.GetSection(ConfigurationShape.Engine));
    }

    private static void AddStore(ISyncEngineBuilder engine, StoreConfiguration store, PrivateStore privateStore)
    {
        if (store.ConnectionString.Length > 0)
        {
            engine.UseMarten(store.ConnectionString, Configure);
        }
        else
        {
            engine.UseMarten((services, cancellationToken) => privateStore.StartAsync(services, cancellationToken), Configure);
        }

        void Configure(MartenStoreOptions options)
        {
            options.Schema = store.Schema;
            options.SchemaPolicy = store.SchemaPolicy;
        }
    }

    private static void AddSync(ISyncEngineBuilder engine, string name, IConfigurationSection section)
    {
        engine.AddSync(name, section);
        engine.Services.PostConfigure<SyncOptions>(name, options =>
        {
            // The binder takes an empty list for none at all.
            var rule = section.GetSection(nameof(SyncOptions.ScopeRule));
            options.ScopeRule.Words ??= rule.GetSection(nameof(ScopeRuleOptions.Words)).Exists() ? [] : null;
            options.ScopeRule.Deny ??= rule.GetSection(nameof(ScopeRuleOptions.Deny)).Exists() ? [] : null;
        });
    }

    /// <summary>On standard error, and only when asked for: what matters is in the results. But a command that waits for minutes says so always.</summary>
    private static void AddLog(ILoggingBuilder logging, CommandContext context)
    {
        logging.ClearProviders();
        if (context.Options.Verbose)
        {
            logging.SetMinimumLevel(LogLevel.Information);
            logging.AddProvider(new ErrorLogProvider(context.Around.Error, context.Around.Time));
        }
        else if (!context.Json)
        {
            logging.SetMinimumLevel(LogLevel.Information);
            logging.AddProvider(new WaitLogProvider(context.ErrorScreen, context.Around.Time));
        }
    }
}
