using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>How the syncs stand.</summary>
internal sealed record StatusJson(int Schema, DateTimeOffset At, IEnumerable<StatusJson.Item> Syncs)
{
    internal static StatusJson Of(IEnumerable<SyncStatus> syncs, DateTimeOffset now) =>
        new(JsonOutput.Schema, now, syncs.Select(status => Item.Of(status, now)));

    internal sealed record Item(
        string Sync, string Source, string Target, IEnumerable<Item.Read> Reads, PlanListJson.Item? Waiting, Item.Run? LastApplied, bool Overdue,
        IReadOnlyList<string> OverdueReasons, IEnumerable<Item.Run> Runs)
    {
        internal static Item Of(SyncStatus status, DateTimeOffset now) => new(
            status.Sync.Value,
            status.Source,
            status.Target,
            status.Reads.Select(read => Read.Of(read, now)),
            status.Waiting is { } waiting ? PlanListJson.Item.Of(waiting) : null,
            status.LastApplied is { } applied ? Run.Of(applied) : null,
            status.Overdue.Count > 0,
            status.Overdue,
            status.Runs.Select(Run.Of));

        internal sealed record Read(string System, DateTimeOffset? LastReadAt, DateTimeOffset? LastCompleteAt, long? AgeSeconds)
        {
            internal static Read Of(ReadAge read, DateTimeOffset now) => new(
                read.System, read.ReadAt, read.CompleteAt, read.CompleteAt is { } at ? (long)(now - at).TotalSeconds : null);
        }

        internal sealed record Run(
            string Id, RunPurpose Purpose, RunStatus Status, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Plan,
            IReadOnlyDictionary<string, int> Results, string? Interruption)
        {
            internal static Run Of(RunView run) => new(
                run.Id.ToString(), run.Purpose, run.Status, run.StartedAt, run.EndedAt, run.Plan?.ToString(), run.Results, run.Interruption);
        }
    }
}
