using Microsoft.Extensions.Logging;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The engine's log messages: once a run at Information, never with personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 900, Level = LogLevel.Information, Message = "Run {Run} of {Sync} prepared plan {Plan} with {Rows} rows")]
    internal static partial void Prepared(ILogger logger, RunId run, SyncName sync, PlanId plan, int rows);

    [LoggerMessage(EventId = 901, Level = LogLevel.Information, Message = "Run {Run} of {Sync} applied plan {Plan}: {Applied} rows applied")]
    internal static partial void Applied(ILogger logger, RunId run, SyncName sync, PlanId plan, int applied);

    [LoggerMessage(EventId = 902, Level = LogLevel.Warning, Message = "Run {Run} of {Sync} was interrupted: {Reason}")]
    internal static partial void Interrupted(ILogger logger, RunId run, SyncName sync, string reason);

    [LoggerMessage(EventId = 903, Level = LogLevel.Warning, Message = "The reading of {System} was incomplete: {Problem}")]
    internal static partial void Incomplete(ILogger logger, SystemName system, string problem);

    [LoggerMessage(EventId = 904, Level = LogLevel.Warning, Message = "{System} could not be asked for absent entries; nothing is concluded about them")]
    internal static partial void NotConfirmed(ILogger logger, SystemName system, Exception error);

    [LoggerMessage(EventId = 905, Level = LogLevel.Warning, Message = "A subscriber failed and is told no more")]
    internal static partial void SubscriberFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 906, Level = LogLevel.Error, Message = "A write to {System} ended in an unexpected error; its outcome is unknown")]
    internal static partial void WriteFailed(ILogger logger, SystemName system, Exception error);

    [LoggerMessage(EventId = 907, Level = LogLevel.Information, Message = "{System} could not tell its changes ({Problem}); it is read in full")]
    internal static partial void FullReadNeeded(ILogger logger, SystemName system, string problem);

    [LoggerMessage(EventId = 908, Level = LogLevel.Critical, Message = "A leaver keeps access to {System}: row {Row} could not be blocked ({Result} {Code})")]
    internal static partial void LeaverKeepsAccess(ILogger logger, SystemName system, string row, RowResult result, string? code);

    [LoggerMessage(EventId = 909, Level = LogLevel.Warning, Message = "The cycle of {Sync} failed, {Failures} times in a row; next try in {Next}")]
    internal static partial void CycleFailed(ILogger logger, SyncName sync, int failures, TimeSpan next, Exception error);

    [LoggerMessage(EventId = 910, Level = LogLevel.Debug, Message = "{Sync} was prepared by run {Run} of another host; this one waits")]
    internal static partial void Spared(ILogger logger, SyncName sync, RunId run);

    [LoggerMessage(EventId = 911, Level = LogLevel.Information, Message = "Plan {Plan} of {Sync} was not applied by the schedule: {Code}")]
    internal static partial void NotApplied(ILogger logger, SyncName sync, PlanId plan, string code);

    [LoggerMessage(EventId = 912, Level = LogLevel.Warning, Message = "What waits for too long in {Sync} could not be looked up")]
    internal static partial void AlertsFailed(ILogger logger, SyncName sync, Exception error);

    [LoggerMessage(EventId = 913, Level = LogLevel.Warning, Message = "What run {Run} of {Sync} did could not be told")]
    internal static partial void NotTold(ILogger logger, SyncName sync, RunId run, Exception error);
}
