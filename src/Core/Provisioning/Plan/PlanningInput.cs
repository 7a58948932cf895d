using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What a plan is computed from beside the states of source and target, which are handed to the planner as they are read.</summary>
internal sealed record PlanningInput
{
    internal required SyncName Sync { get; init; }

    internal required SyncPolicy Policy { get; init; }

    /// <summary>The policy under which a plan was last applied; null before the first.</summary>
    internal SyncPolicy? AppliedPolicy { get; init; }

    /// <summary>Exclusions in force, by entry.</summary>
    internal IReadOnlyDictionary<EntryKey, ExclusionAdded> Excluded { get; init; } = ImmutableDictionary<EntryKey, ExclusionAdded>.Empty;

    /// <summary>Consents to bind an administrator's account, by person.</summary>
    internal IReadOnlyDictionary<EntryKey, BindConsented> Consents { get; init; } = ImmutableDictionary<EntryKey, BindConsented>.Empty;

    /// <summary>The readings that brought the states up to date.</summary>
    internal required IReadOnlyList<Receipt> Reads { get; init; }

    /// <summary>The engine's version.</summary>
    internal required string Engine { get; init; }
}

/// <summary>What planning gives beside the rows: a plan without id and time.</summary>
internal sealed record PlanContent(
    int RowCount, PlanCounts Counts, ImmutableArray<HeldLimit> Held, ImmutableArray<Finding> Findings, PlanInputs Inputs, Fingerprint Fingerprint);
