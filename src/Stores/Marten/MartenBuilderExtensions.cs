using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SyncEngine.Stores.Marten;

namespace SyncEngine;

/// <summary>Registers the store on PostgreSQL.</summary>
public static class MartenBuilderExtensions
{
    /// <summary>Keeps everything in a PostgreSQL database (15 or newer, encoding UTF8). Connects at the first use, not at registration.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="connectionString">
    /// An Npgsql connection string. Unless it says otherwise, statements are prepared automatically and the session's time zone is UTC.
    /// </param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="ConfigurationException">The connection string or a setting is not usable, or another store is named already.</exception>
    public static ISyncEngineBuilder UseMarten(
        this ISyncEngineBuilder builder, string connectionString, Action<MartenStoreOptions>? configure = null)
    {
        var options = Configured(configure);
        var tuned = ConnectionText.Tuned(connectionString, options);
        ConnectionText.CreateSource(tuned).Dispose();
        return builder.UseMarten(options, _ => new DataSourceLease(_ => new(ConnectionText.CreateSource(tuned)), owned: true));
    }

    /// <summary>As with a connection string that is known only when the store is first used, such as that of a server started on demand.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="connectionString">Called once, at the first use; again when it threw.</param>
    /// <param name="configure">Changes the settings.</param>
    public static ISyncEngineBuilder UseMarten(
        this ISyncEngineBuilder builder,
        Func<IServiceProvider, CancellationToken, ValueTask<string>> connectionString,
        Action<MartenStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var options = Configured(configure);
        return builder.UseMarten(options, services => new DataSourceLease(
            async cancellationToken => ConnectionText.CreateSource(
                ConnectionText.Tuned(await connectionString(services, cancellationToken).ConfigureAwait(false), options)),
            owned: true));
    }

    /// <summary>As with a connection string, over a data source of the host, which stays the host's to dispose and to tune.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="dataSource">
    /// The data source. For speed give its connection string <c>Max Auto Prepare=50;Auto Prepare Min Usages=2</c>.
    /// </param>
    /// <param name="configure">Changes the settings.</param>
    public static ISyncEngineBuilder UseMarten(
        this ISyncEngineBuilder builder, NpgsqlDataSource dataSource, Action<MartenStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseMarten(Configured(configure), _ => new DataSourceLease(_ => new(dataSource), owned: false));
    }

    private static ISyncEngineBuilder UseMarten(
        this ISyncEngineBuilder builder, MartenStoreOptions options, Func<IServiceProvider, DataSourceLease> lease)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseStore(services => new MartenStore(
            lease(services),
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        return builder.AddCheck(services => services.GetRequiredService<MartenStore>().Check);
    }

    private static MartenStoreOptions Configured(Action<MartenStoreOptions>? configure)
    {
        var options = new MartenStoreOptions();
        configure?.Invoke(options);
        options.EnsureValid();
        return options;
    }
}
