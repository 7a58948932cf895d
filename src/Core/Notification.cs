using SyncEngine.Model;

namespace SyncEngine;

/// <summary>What a notification is about. Names are part of the JSON contract.</summary>
public enum NotificationKind
{
    /// <summary>A plan waits that proposes something, and something else than the plan before.</summary>
    PlanReady = 0,

    /// <summary>A limit holds rows of a waiting plan: they need an approval.</summary>
    RowsHeld = 1,

    /// <summary>A plan was applied.</summary>
    PlanApplied = 2,

    /// <summary>A block was refused, or its answer was lost: somebody who left may still have access.</summary>
    LeaverKeepsAccess = 3,

    /// <summary>A plan could not be prepared; the schedule tries again, later each time.</summary>
    PrepareFailed = 4,

    /// <summary>A system was not read completely for several intervals.</summary>
    SourceStale = 5,

    /// <summary>Blocks have waited for more than a day.</summary>
    BlocksOverdue = 6,

    /// <summary>A reading was incomplete: nobody who depends on it loses access by the plan.</summary>
    ReadIncomplete = 7,

    /// <summary>A plan could not be applied by the schedule.</summary>
    ApplyFailed = 8,
}

/// <summary>Something that a person may want to know at once. Never with the name or address of a person of the directory.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Sync">The sync.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="Plan">The plan concerned, when there is one.</param>
/// <param name="Rows">How many rows are concerned; 0 when it is not about rows.</param>
public sealed record Notification(NotificationKind Kind, SyncName Sync, DateTimeOffset At, string Text, PlanId? Plan = null, int Rows = 0);
