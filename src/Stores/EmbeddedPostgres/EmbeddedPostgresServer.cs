using System.Data.Common;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL server of this machine. Made on first use, shared by all hosts that give the same data path, stopped when the last
/// of them lets go; a host that is killed does not stop it, and the next one joins it. Called by a host that was given no connection string.
/// It listens on a socket that only its user (and root) can reach, never on the network.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    private readonly ClusterSession session;
    private int disposed;

    [UnsupportedOSPlatform("windows")]
    private EmbeddedPostgresServer(ClusterSession session)
    {
        this.session = session;
        DataPath = session.Layout.Data;
        ConnectionString = new DbConnectionStringBuilder
        {
            ["Host"] = session.Layout.SocketFolder,
            ["Username"] = ClusterLayout.Name,
            ["Database"] = ClusterLayout.Name,
        }.ConnectionString;
    }

    /// <summary>The connection string of its one database, for Npgsql. Holds no secret.</summary>
    public string ConnectionString { get; }

    /// <summary>The folder with the server's data.</summary>
    public string DataPath { get; }

    /// <summary>Starts the server or joins the one that runs. Dispose what it gives.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be found, created or started; the remedy says what to do.</exception>
    /// <exception cref="ConfigurationException">An option is out of its bounds.</exception>
    public static Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, NullLogger<EmbeddedPostgresServer>.Instance, TimeProvider.System, cancellationToken);

    /// <summary>Starts the server or joins the one that runs, with a logger and a clock. Dispose what it gives.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be found, created or started; the remedy says what to do.</exception>
    /// <exception cref="ConfigurationException">An option is out of its bounds.</exception>
    public static Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, ILogger<EmbeddedPostgresServer> logger, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(time);
        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.NotSupported,
                "The embedded PostgreSQL runs on Linux and macOS, not on Windows.",
                "Give the connection string of a PostgreSQL server (Store:ConnectionString), or run the host in WSL.");
        }

        return StartAsync(options, HostFacts.Current, logger, time, cancellationToken);
    }

    /// <summary>Lets go of the server, and stops it when no other host uses it. Does not throw: a server left running is joined next time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0 && !OperatingSystem.IsWindows())
        {
            await session.LeaveAsync().ConfigureAwait(false);
        }
    }

    [UnsupportedOSPlatform("windows")]
    internal static async Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, HostFacts facts, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        return new EmbeddedPostgresServer(
            await ClusterSession.EnterAsync(options, facts, logger, time, cancellationToken).ConfigureAwait(false));
    }
}
