using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What is now known of one sync's policy: the fold of its stream.</summary>
internal sealed record SyncState
{
    internal static SyncState Initial { get; } = new();

    internal long Version { get; init; }

    internal SyncPolicy? Policy { get; init; }

    internal Fingerprint PolicyFingerprint { get; init; }

    /// <summary>The policy under which a plan was last applied.</summary>
    internal SyncPolicy? AppliedPolicy { get; init; }

    internal Fingerprint AppliedFingerprint { get; init; }

    internal ImmutableSortedDictionary<EntryKey, ExclusionAdded> Exclusions { get; init; } = ImmutableSortedDictionary<EntryKey, ExclusionAdded>.Empty;

    /// <summary>Consents to bind an administrator's account, the last of each person.</summary>
    internal ImmutableSortedDictionary<EntryKey, BindConsented> Consents { get; init; } = ImmutableSortedDictionary<EntryKey, BindConsented>.Empty;

    /// <summary>Exclusions that were lifted since a plan was last applied.</summary>
    internal ImmutableSortedDictionary<EntryKey, LiftedExclusion> Lifted { get; init; } = ImmutableSortedDictionary<EntryKey, LiftedExclusion>.Empty;

    /// <summary>Filters by <see cref="TextFilter.KeyOf"/>.</summary>
    internal ImmutableSortedDictionary<string, FilterAdded> Filters { get; init; } =
        ImmutableSortedDictionary.Create<string, FilterAdded>(StringComparer.Ordinal);

    /// <summary>Filters that were removed since a plan was last applied.</summary>
    internal ImmutableSortedDictionary<string, RemovedFilter> RemovedFilters { get; init; } =
        ImmutableSortedDictionary.Create<string, RemovedFilter>(StringComparer.Ordinal);

    /// <summary>Groups picked by hand, by use and anchor; a use that is not there was never picked for.</summary>
    internal ImmutableSortedDictionary<GroupUse, ImmutableSortedDictionary<string, GroupChosen>> Chosen { get; init; } =
        ImmutableSortedDictionary<GroupUse, ImmutableSortedDictionary<string, GroupChosen>>.Empty;

    /// <summary>When the last plan was made of which it was written down that it was applied: what ended before was told by it.</summary>
    internal DateTimeOffset ToldUntil { get; init; }

    /// <summary>Whether a person ever applied a plan.</summary>
    internal bool Opened { get; init; }

    /// <summary>Configured groups by the text they were picked by.</summary>
    internal ImmutableSortedDictionary<string, PickedGroup> Picked { get; init; } =
        ImmutableSortedDictionary.Create<string, PickedGroup>(StringComparer.Ordinal);

    private ImmutableDictionary<Fingerprint, SyncPolicy> Known { get; init; } = ImmutableDictionary<Fingerprint, SyncPolicy>.Empty;

    internal static SyncState Evolve(SyncState state, IEngineEvent happened)
    {
        var next = happened switch
        {
            PolicyChanged e => state with { Policy = e.Policy, PolicyFingerprint = e.Fingerprint, Known = state.Known.SetItem(e.Fingerprint, e.Policy) },
            PolicyApplied e => state with
            {
                AppliedPolicy = state.Known.GetValueOrDefault(e.Fingerprint),
                AppliedFingerprint = e.Fingerprint,
                ToldUntil = e.Plan.MadeAt > state.ToldUntil ? e.Plan.MadeAt : state.ToldUntil,
                Lifted = state.Lifted.RemoveRange(state.Lifted.Where(l => l.Value.At <= e.Plan.MadeAt).Select(l => l.Key)),
                RemovedFilters = state.RemovedFilters.RemoveRange(state.RemovedFilters.Where(r => r.Value.At <= e.Plan.MadeAt).Select(r => r.Key)),
            },
            ExclusionAdded e => state with { Exclusions = state.Exclusions.SetItem(e.Key, e), Lifted = state.Lifted.Remove(e.Key) },
            ExclusionLifted e => state with { Exclusions = state.Exclusions.Remove(e.Key), Lifted = state.Lifted.SetItem(e.Key, new LiftedExclusion(e, default)) },
            FilterAdded e => state with
            {
                Filters = state.Filters.SetItem(TextFilter.KeyOf(e.Kind, e.Field, e.Text), e),
                RemovedFilters = state.RemovedFilters.Remove(TextFilter.KeyOf(e.Kind, e.Field, e.Text)),
            },
            FilterRemoved e => WithoutFilter(state, e, TextFilter.KeyOf(e.Kind, e.Field, e.Text)),
            GroupChosen e => state with { Chosen = state.Chosen.SetItem(e.Use, state.ChosenFor(e.Use).SetItem(e.Anchor, e)) },
            GroupDropped e => state with { Chosen = state.Chosen.SetItem(e.Use, state.ChosenFor(e.Use).Remove(e.Anchor)) },
            GroupChoiceEnded e => state with { Chosen = state.Chosen.Remove(e.Use) },
            BindConsented e => state with { Consents = state.Consents.SetItem(e.Key, e) },
            SyncOpened => state with { Opened = true },
            GroupPicked e => state with { Picked = state.Picked.SetItem(e.Text, new PickedGroup(e.Text, e.Anchor) { System = e.System }) },
            GroupUnpicked e => state with { Picked = state.Picked.Remove(e.Text) },
            _ => state,
        };
        return next with { Version = state.Version + 1 };
    }

    /// <summary>As <see cref="Evolve(SyncState, IEngineEvent)"/>, with the time at which it happened.</summary>
    internal static SyncState Evolve(SyncState state, RecordedEvent recorded) => Evolve(state, recorded.Event, recorded.At);

    /// <summary>As <see cref="Evolve(SyncState, IEngineEvent)"/>, with the time at which it happened, or would happen.</summary>
    internal static SyncState Evolve(SyncState state, IEngineEvent happened, DateTimeOffset at)
    {
        var next = Evolve(state, happened);
        return happened switch
        {
            ExclusionLifted e => next with { Lifted = next.Lifted.SetItem(e.Key, new LiftedExclusion(e, at)) },
            FilterRemoved e when TextFilter.KeyOf(e.Kind, e.Field, e.Text) is var key && next.RemovedFilters.TryGetValue(key, out var removed) =>
                next with { RemovedFilters = next.RemovedFilters.SetItem(key, removed with { At = at }) },
            _ => next,
        };
    }

    /// <summary>The groups picked by hand for a use, by anchor.</summary>
    internal ImmutableSortedDictionary<string, GroupChosen> ChosenFor(GroupUse use) =>
        Chosen.GetValueOrDefault(use) ?? ImmutableSortedDictionary.Create<string, GroupChosen>(StringComparer.Ordinal);

    /// <summary>Whether exceptions or filters ended before a time, which no plan told of that was applied: a plan made then has.</summary>
    internal bool HasEndedBefore(DateTimeOffset at) =>
        Lifted.Values.Any(l => l.At <= at) || RemovedFilters.Values.Any(r => r.At <= at) || Exclusions.Values.Any(e => HasExpired(e.Until, at))
        || Filters.Values.Any(f => HasExpired(f.Until, at));

    /// <summary>The exclusions that ended by themselves before a time, and after the last plan that told of such.</summary>
    internal IReadOnlyDictionary<EntryKey, ExclusionAdded> ExpiredAt(DateTimeOffset at) =>
        Exclusions.Where(e => HasExpired(e.Value.Until, at)).ToImmutableSortedDictionary();

    /// <summary>The filters that did, in order of keys.</summary>
    internal ImmutableArray<FilterAdded> ExpiredFiltersAt(DateTimeOffset at) => [.. Filters.Values.Where(f => HasExpired(f.Until, at))];

    /// <summary>The filters in force at a time, in order of keys.</summary>
    internal ImmutableArray<FilterAdded> FiltersAt(DateTimeOffset at) => [.. Filters.Values.Where(f => f.Until is not { } until || until > at)];

    private bool HasExpired(DateTimeOffset? until, DateTimeOffset at) => until <= at && until > ToldUntil;

    private static SyncState WithoutFilter(SyncState state, FilterRemoved removed, string key) => state.Filters.TryGetValue(key, out var filter)
        ? state with { Filters = state.Filters.Remove(key), RemovedFilters = state.RemovedFilters.SetItem(key, new RemovedFilter(filter, removed, default)) }
        : state;

    /// <summary>The exclusions in force at a time.</summary>
    internal IReadOnlyDictionary<EntryKey, ExclusionAdded> ExclusionsAt(DateTimeOffset at) =>
        Exclusions.Where(e => e.Value.Until is not { } until || until > at).ToImmutableSortedDictionary();
}

/// <summary>An exclusion that was lifted, and when.</summary>
internal sealed record LiftedExclusion(ExclusionLifted Event, DateTimeOffset At);

/// <summary>A filter that was removed, and when.</summary>
internal sealed record RemovedFilter(FilterAdded Filter, FilterRemoved Event, DateTimeOffset At);
