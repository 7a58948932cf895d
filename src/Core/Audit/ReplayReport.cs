using SyncEngine.Model;

namespace SyncEngine.Audit;

/// <summary>The outcome of computing a plan again from events alone.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Recorded">The fingerprint recorded when it was prepared.</param>
/// <param name="Recomputed">The fingerprint it has when computed again.</param>
/// <param name="Events">How many events were read for it.</param>
/// <param name="Entries">How many entries were folded from them.</param>
/// <param name="Engine">The engine version that prepared it; another version may rightly give another fingerprint.</param>
public sealed record ReplayReport(PlanId Plan, Fingerprint Recorded, Fingerprint Recomputed, long Events, int Entries, string Engine)
{
    /// <summary>True when the same plan came out.</summary>
    public bool Same => Recorded == Recomputed;
}
