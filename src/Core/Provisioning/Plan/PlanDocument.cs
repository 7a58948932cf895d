using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Puts what the planner gave and what the run knows (ids, times, readings) together.</summary>
internal static class PlanDocument
{
    internal static Plan Of(
        SyncName sync, RunId run, PlanId id, DateTimeOffset at, long sequence, IEnumerable<Receipt> reads, PlanContent content) => new()
        {
            Id = id,
            Sync = sync,
            Run = run,
            PreparedAt = at,
            Engine = EngineVersion.Text,
            Sequence = sequence,
            Fingerprint = content.Fingerprint,
            Inputs = content.Inputs,
            Reads = [.. reads],
            Counts = content.Counts,
            Held = content.Held,
            Findings = content.Findings,
            RowCount = content.RowCount,
        };
}
