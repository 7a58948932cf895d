using SyncEngine.Model;

namespace SyncEngine;

/// <summary>When the schedule of this process starts a sync next. Told each time it is set anew.</summary>
/// <param name="Sync">The sync.</param>
/// <param name="At">When, UTC, as the clock of the host goes now.</param>
/// <param name="Failures">How many times in a row the cycle failed before; the wait grows with it.</param>
public sealed record ScheduledStart(SyncName Sync, DateTimeOffset At, int Failures);
