using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>One thing that happened while the console watched.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Sync">The sync.</param>
/// <param name="Kind">A <see cref="NotificationKind"/>, or one of the console's own: <c>ScheduledStart</c>, <c>UpdateFailed</c>.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="Plan">The plan concerned, or null.</param>
/// <param name="Rows">How many rows are concerned.</param>
internal sealed record WatchEvent(DateTimeOffset At, SyncName Sync, string Kind, string Text, PlanId? Plan = null, int Rows = 0)
{
    internal const string ScheduledStart = "ScheduledStart";
    internal const string UpdateFailed = "UpdateFailed";

    internal static WatchEvent Of(Notification told) => new(told.At, told.Sync, told.Kind.ToString(), told.Text, told.Plan, told.Rows);

    internal static WatchEvent Of(ScheduledStart start, DateTimeOffset now) =>
        new(now, start.Sync, ScheduledStart, $"Next preparation at {Words.Second(start.At)} UTC.");

    /// <summary>The sentence with the plan's id as it is shown everywhere else.</summary>
    internal string Shown => (Plan is { } plan ? Text.Replace(plan.ToString(), Ids.Short(plan), StringComparison.Ordinal) : Text).Replace('\n', ' ');

    internal bool IsTrouble => Kind is nameof(NotificationKind.LeaverKeepsAccess) or nameof(NotificationKind.PrepareFailed) or nameof(NotificationKind.SourceStale)
        or nameof(NotificationKind.BlocksOverdue) or nameof(NotificationKind.ReadIncomplete) or nameof(NotificationKind.ApplyFailed) or UpdateFailed;
}
