using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// One host's use of the server: in and out, one host at a time. Each host holds a shared lock on <c>.users</c> while it is in; who can get
/// it exclusively on the way out was the last. The kernel drops the locks of killed hosts, so nothing is counted and nothing goes stale.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterSession
{
    private readonly EmbeddedPostgresOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ClusterControl control;
    private readonly FileLock users;

    private ClusterSession(
        ClusterLayout layout, ClusterControl control, FileLock users, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger)
    {
        Layout = layout;
        this.control = control;
        this.users = users;
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    public ClusterLayout Layout { get; }

    /// <summary>Finds the programs, makes the data if there is none, and has the server running.</summary>
    public static async Task<ClusterSession> EnterAsync(
        EmbeddedPostgresOptions options, HostFacts facts, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var tool = new Tool(time, options.StartTimeout + options.StopTimeout);
        var user = await ServerUser.ResolveAsync(facts, tool, cancellationToken).ConfigureAwait(false);
        var folders = new ClusterFolders(tool, user);
        var root = Path.GetFullPath(string.IsNullOrWhiteSpace(options.DataPath) ? facts.DefaultDataPath() : options.DataPath);
        folders.MakeOurs(root);
        using var setup = await LockSetupAsync(root, options.StartTimeout, time, cancellationToken).ConfigureAwait(false);

        var finder = new BinariesFinder(facts, new BinariesProbe(tool, user), Download(options, facts, logger), logger);
        var binaries = await finder.FindAsync(ClusterLayout.MajorOfData(root), root, cancellationToken).ConfigureAwait(false);
        var layout = new ClusterLayout(root, binaries.Major);
        folders.MakeOurs(layout.Folder);
        await folders.DemandReachableAsync(layout.Folder, cancellationToken).ConfigureAwait(false);
        await folders.MakeServersAsync(layout.LogFolder, cancellationToken).ConfigureAwait(false);
        await folders.MakeServersAsync(layout.SocketFolder, cancellationToken).ConfigureAwait(false);
        if (layout.SocketIsElsewhere)
        {
            await folders.DemandOwnAsync(layout.SocketFolder, cancellationToken).ConfigureAwait(false);
        }

        if (!File.Exists(layout.VersionFile))
        {
            await new ClusterCreation(layout, binaries, user, folders, tool, facts, logger)
                .CreateAsync(options.Durable, cancellationToken).ConfigureAwait(false);
        }

        var session = new ClusterSession(
            layout,
            new ClusterControl(layout, binaries, user, tool, time, logger),
            FileLock.TryShared(layout.Users) ?? throw Busy(layout.Users, options.StartTimeout), // exclusive under the set-up lock only, which is ours
            options,
            time,
            logger);
        try
        {
            await session.control.StartAsync(options, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.StopIfLastAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets go, and stops the server when nobody else is in.</summary>
    public async Task LeaveAsync()
    {
        using var setup = await FileLock.WaitExclusiveAsync(
            ClusterLayout.SetupLock(Layout.Root), options.StopTimeout, time, CancellationToken.None).ConfigureAwait(false);
        if (setup is null)
        {
            users.Dispose();
            Log.LeftRunning(logger, Layout.Data, "another host's set-up takes long.");
            return;
        }

        await StopIfLastAsync().ConfigureAwait(false);
    }

    private async Task StopIfLastAsync()
    {
        users.Dispose();
        using var alone = FileLock.TryExclusive(Layout.Users);
        if (alone is null)
        {
            return;
        }

        try
        {
            await control.StopAsync(options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
            if (Layout.SocketIsElsewhere)
            {
                Directory.Delete(Layout.SocketFolder); // not ours to leave in a common place
            }
        }
        catch (Exception error) when (error is TimeoutException or IOException or System.ComponentModel.Win32Exception)
        {
            Log.LeftRunning(logger, Layout.Data, error.Message);
        }
    }

    private static async Task<FileLock> LockSetupAsync(string root, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = ClusterLayout.SetupLock(root);
        try
        {
            return await FileLock.WaitExclusiveAsync(file, timeout, time, cancellationToken).ConfigureAwait(false) ?? throw Busy(file, timeout);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                $"The embedded server's data in '{root}' belongs to another user: {error.Message}",
                "Run as that user, or give another data path (Store:DataPath) or a connection string (Store:ConnectionString).",
                error);
        }
    }

    private static EmbeddedPostgresException Busy(string file, TimeSpan timeout) => new(
        EmbeddedPostgresException.Busy,
        $"Another host has been setting up or stopping the embedded server for {timeout} ('{file}' is locked).",
        "Wait for it to end, or stop it: 'fuser FILE' names its process.");

    private static BinariesDownload? Download(EmbeddedPostgresOptions options, HostFacts facts, ILogger logger) =>
        options.AllowDownload && facts.Variable("SYNCENGINE_PG_DOWNLOAD") != "0" && facts.DownloadCache() is { } cache
            ? new BinariesDownload(cache, logger)
            : null;
}
