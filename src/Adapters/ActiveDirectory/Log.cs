using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>What this adapter says in logs: servers, counts and codes, no people and no secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "{System}: reading {Server}, base {Base}")]
    internal static partial void Reading(ILogger logger, string system, string server, string @base);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "{System}: read {Accounts} accounts, {Groups} groups, {Units} units from {Server} in {Pages} pages")]
    internal static partial void ReadComplete(ILogger logger, string system, int accounts, int groups, int units, string? server, int pages);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "{System}: the read of {Server} is incomplete ({Codes}) after {Accounts} accounts, {Groups} groups, {Units} units")]
    internal static partial void ReadIncomplete(ILogger logger, string system, string? server, string codes, int accounts, int groups, int units);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "{System}: {Count} entries could not be asked for: {Why}")]
    internal static partial void CannotConfirm(ILogger logger, string system, int count, string why);
}
