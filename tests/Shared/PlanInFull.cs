using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.TestSupport;

/// <summary>A plan with all its rows, for tests of small companies.</summary>
internal sealed record PlanInFull(Plan Header, IReadOnlyList<PlanRow> Rows)
{
    internal PlanId Id => Header.Id;

    internal SyncName Sync => Header.Sync;

    internal RunId Run => Header.Run;

    internal DateTimeOffset PreparedAt => Header.PreparedAt;

    internal long Sequence => Header.Sequence;

    internal string Engine => Header.Engine;

    internal Fingerprint Fingerprint => Header.Fingerprint;

    internal PlanInputs Inputs => Header.Inputs;

    internal PlanCounts Counts => Header.Counts;

    internal ImmutableArray<HeldLimit> Held => Header.Held;

    internal ImmutableArray<Finding> Findings => Header.Findings;

    internal ImmutableArray<Receipt> Reads => Header.Reads;

    internal bool Incomplete => Header.Incomplete;

    internal static Task<PlanInFull> PrepareAsync(ISyncEngine engine, SyncName sync, CancellationToken cancellationToken) =>
        PrepareAsync(engine, sync, ReadMode.Delta, cancellationToken);

    internal static async Task<PlanInFull> PrepareAsync(ISyncEngine engine, SyncName sync, ReadMode mode, CancellationToken cancellationToken)
    {
        var plan = await engine.PrepareAsync(sync, mode, cancellationToken);
        return new PlanInFull(plan, await engine.ReadRowsAsync(plan.Id, null, cancellationToken).ToListAsync(cancellationToken));
    }
}
