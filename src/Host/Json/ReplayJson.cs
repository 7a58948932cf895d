using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>Plans computed again from events alone.</summary>
internal sealed record ReplayJson(int Schema, string Sync, bool Same, IReadOnlyList<ReplayJson.Item> Plans)
{
    internal static ReplayJson Of(string sync, IReadOnlyList<ReplayReport> reports) => new(
        JsonOutput.Schema, sync, reports.All(r => r.Same), [.. reports.Select(Item.Of)]);

    internal sealed record Item(string Plan, string Recorded, string Recomputed, bool Same, long Events, int Entries, string Engine)
    {
        internal static Item Of(ReplayReport report) => new(
            report.Plan.ToString(), report.Recorded.Value, report.Recomputed.Value, report.Same, report.Events, report.Entries, report.Engine);
    }
}
