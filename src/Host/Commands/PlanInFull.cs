using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>A plan with all its rows, as a console shows it. A host for a million people reads rows page by page instead.</summary>
internal sealed record PlanInFull(Plan Header, IReadOnlyList<PlanRow> Rows)
{
    /// <summary>What people said of single rows, by row.</summary>
    internal IReadOnlyDictionary<string, RowChoice> Choices { get; init; } = ImmutableDictionary<string, RowChoice>.Empty;

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

    internal static async Task<PlanInFull> ReadAsync(ISyncEngine engine, Plan plan, CancellationToken cancellationToken) =>
        new(plan, await engine.ReadRowsAsync(plan.Id, null, cancellationToken).ToListAsync(cancellationToken))
        {
            Choices = (await engine.FindPlanViewAsync(plan.Id, cancellationToken))?.Choices ?? ImmutableSortedDictionary<string, RowChoice>.Empty,
        };

    /// <summary>Whether a row is to be applied, as the plan says and people changed it.</summary>
    internal bool Takes(PlanRow row) => row.Effects.Length > 0 && (Choices.TryGetValue(row.Id, out var choice) ? choice.Taken : row.Selected);

    internal static async Task<PlanInFull> PrepareAsync(ISyncEngine engine, SyncName sync, ReadMode mode, CancellationToken cancellationToken) =>
        await ReadAsync(engine, await engine.PrepareAsync(sync, mode, cancellationToken), cancellationToken);
}
