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

    /// <summary>Filters in force, in order of keys.</summary>
    internal ImmutableArray<FilterAdded> Filters { get; init; } = [];

    /// <summary>Exclusions that were lifted since a plan was last applied, by entry.</summary>
    internal IReadOnlyDictionary<EntryKey, LiftedExclusion> Lifted { get; init; } = ImmutableDictionary<EntryKey, LiftedExclusion>.Empty;

    /// <summary>Filters that were removed since a plan was last applied.</summary>
    internal ImmutableArray<RemovedFilter> RemovedFilters { get; init; } = [];

    /// <summary>Since when people excluded by hand are not active in the source.</summary>
    internal IReadOnlyDictionary<EntryKey, DateTimeOffset> InactiveSince { get; init; } = ImmutableDictionary<EntryKey, DateTimeOffset>.Empty;

    /// <summary>When the plan is made; only whole days since something else are ever said by it.</summary>
    internal DateTimeOffset At { get; init; }

    /// <summary>Consents to bind an administrator's account, by person.</summary>
    internal IReadOnlyDictionary<EntryKey, BindConsented> Consents { get; init; } = ImmutableDictionary<EntryKey, BindConsented>.Empty;

    /// <summary>The readings that brought the states up to date.</summary>
    internal required IReadOnlyList<Receipt> Reads { get; init; }

    /// <summary>Sources of several that were never read to a clean end: whom they have is not known.</summary>
    internal ImmutableArray<SystemName> NeverRead { get; init; } = [];

    /// <summary>Whole days from a time to the plan's, 0 or more.</summary>
    internal int DaysSince(DateTimeOffset since) => Math.Max(0, (int)Math.Min((At - since).TotalDays, int.MaxValue));

    /// <summary>The engine's version.</summary>
    internal required string Engine { get; init; }
}

/// <summary>What planning gives beside the rows: a plan without id and time.</summary>
internal sealed record PlanContent(
    int RowCount, PlanCounts Counts, ImmutableArray<HeldLimit> Held, ImmutableArray<Finding> Findings, PlanInputs Inputs, Fingerprint Fingerprint);
