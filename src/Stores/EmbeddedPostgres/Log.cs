using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Using PostgreSQL {Version} from {Folder}.")]
    public static partial void BinariesFound(ILogger logger, string version, string folder);

    [LoggerMessage(2, LogLevel.Information, "No PostgreSQL {Major} on this machine; looking for a download (SYNCENGINE_PG_DOWNLOAD=0 forbids it).")]
    public static partial void LookingForDownload(ILogger logger, int major);

    [LoggerMessage(3, LogLevel.Information, "Downloading {Uri} ({Megabytes} MB).")]
    public static partial void Downloading(ILogger logger, Uri? uri, long megabytes);

    [LoggerMessage(4, LogLevel.Information, "Creating the embedded PostgreSQL {Major} data in {Folder}.")]
    public static partial void Creating(ILogger logger, int major, string folder);

    [LoggerMessage(5, LogLevel.Debug, "Started the embedded PostgreSQL in {Folder}.")]
    public static partial void Started(ILogger logger, string folder);

    [LoggerMessage(6, LogLevel.Debug, "Joined the embedded PostgreSQL that runs in {Folder}.")]
    public static partial void Joined(ILogger logger, string folder);

    [LoggerMessage(7, LogLevel.Information, "Removed a stale {File}: process {Pid} is not this server.")]
    public static partial void StalePidRemoved(ILogger logger, string file, int pid);

    [LoggerMessage(8, LogLevel.Debug, "Stopped the embedded PostgreSQL in {Folder}: this was its last user.")]
    public static partial void Stopped(ILogger logger, string folder);

    [LoggerMessage(9, LogLevel.Warning, "The embedded PostgreSQL in {Folder} did not stop within {Timeout}; it was made to. It will recover when it starts next.")]
    public static partial void StopForced(ILogger logger, string folder, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Warning, "The embedded PostgreSQL in {Folder} was left running: {Reason}")]
    public static partial void LeftRunning(ILogger logger, string folder, string reason);

    [LoggerMessage(11, LogLevel.Debug, "The server is not ready to start yet ({Reason}); trying again.")]
    public static partial void StartRetried(ILogger logger, string reason);
}
