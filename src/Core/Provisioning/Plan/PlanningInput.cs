using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Everything a plan is computed from. The order of the lists does not matter.</summary>
internal sealed record PlanningInput
{
    internal required SyncName Sync { get; init; }

    internal required SyncPolicy Policy { get; init; }

    /// <summary>The policy under which a plan was last applied; null before the first.</summary>
    internal SyncPolicy? AppliedPolicy { get; init; }

    /// <summary>Exclusions in force, by entry.</summary>
    internal IReadOnlyDictionary<EntryKey, ExclusionAdded> Excluded { get; init; } = ImmutableDictionary<EntryKey, ExclusionAdded>.Empty;

    /// <summary>Every entry of the source ever seen.</summary>
    internal required IReadOnlyList<EntryState> Source { get; init; }

    /// <summary>Every entry of the target ever seen.</summary>
    internal required IReadOnlyList<EntryState> Target { get; init; }

    /// <summary>The readings that brought the states up to date.</summary>
    internal required IReadOnlyList<Receipt> Reads { get; init; }

    /// <summary>The engine's version.</summary>
    internal required string Engine { get; init; }
}

/// <summary>What planning gives: a plan without id and time.</summary>
internal sealed record PlanContent(
    ImmutableArray<PlanRow> Rows, PlanCounts Counts, ImmutableArray<HeldLimit> Held, ImmutableArray<Finding> Findings,
    PlanInputs Inputs, Fingerprint Fingerprint);
