namespace SyncEngine;

/// <summary>
/// Names of the engine's telemetry: part of the public contract, since dashboards depend on them. Units follow UCUM as OpenTelemetry asks;
/// durations are in seconds. No name or address of a person is ever a tag.
/// </summary>
public static class SyncEngineTelemetry
{
    /// <summary>Name of the <c>ActivitySource</c> and of the <c>Meter</c>.</summary>
    public const string Name = "SyncEngine";

    /// <summary>Histogram, <c>s</c>: how long runs take.</summary>
    public const string RunDuration = "syncengine.run.duration";

    /// <summary>Up-down counter, <c>{run}</c>: runs under way.</summary>
    public const string RunActive = "syncengine.run.active";

    /// <summary>Counter, <c>{entry}</c>: accounts, groups and units read.</summary>
    public const string EntriesRead = "syncengine.entries.read";

    /// <summary>Counter, <c>{event}</c>: events appended.</summary>
    public const string EventsAppended = "syncengine.events.appended";

    /// <summary>Counter, <c>{conflict}</c>: appends refused because another writer was first.</summary>
    public const string AppendConflicts = "syncengine.append.conflicts";

    /// <summary>Counter, <c>{row}</c>: rows of prepared plans, by status.</summary>
    public const string RowsPlanned = "syncengine.rows.planned";

    /// <summary>Counter, <c>{row}</c>: rows of applied plans, by result.</summary>
    public const string RowsSettled = "syncengine.rows.settled";

    /// <summary>Counter, <c>{cycle}</c>: starts of the schedule that were left out because a run was under way.</summary>
    public const string CyclesSkipped = "syncengine.cycles.skipped";

    /// <summary>Tag: the sync.</summary>
    public const string SyncTag = "syncengine.sync.name";

    /// <summary>Tag: the system.</summary>
    public const string SystemTag = "syncengine.system.name";

    /// <summary>Tag: what a run is for (<c>Prepare</c>, <c>Apply</c>).</summary>
    public const string PurposeTag = "syncengine.run.purpose";

    /// <summary>Tag: status of a row.</summary>
    public const string StatusTag = "syncengine.row.status";

    /// <summary>Tag: result of a row.</summary>
    public const string ResultTag = "syncengine.row.result";

    /// <summary>Tag: stored name of an event's type.</summary>
    public const string EventTag = "syncengine.event.type";

    /// <summary>Tag of OpenTelemetry's conventions: the code of an error of ours, else the exception's type.</summary>
    public const string ErrorTag = "error.type";
}
