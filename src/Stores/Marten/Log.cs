using Microsoft.Extensions.Logging;

namespace SyncEngine.Stores.Marten;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The store is open: PostgreSQL {Version}, {Address}, schema {Schema}")]
    internal static partial void Opened(ILogger logger, Version version, string address, string schema);

    [LoggerMessage(2, LogLevel.Information, "Schema {Schema}: {Missing} objects made, {Different} altered")]
    internal static partial void SchemaChanged(ILogger logger, string schema, int missing, int different);

    [LoggerMessage(3, LogLevel.Warning, "The connection that held the lock of run {Sync} was lost; the server lets go of the lock by itself")]
    internal static partial void LockConnectionLost(ILogger logger, string sync, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The tables of schema {Schema} are not laid out as appending in bulk expects ({Difference}); large batches go through Marten's sessions, more slowly")]
    internal static partial void BulkUnavailable(ILogger logger, string schema, string difference);
}
