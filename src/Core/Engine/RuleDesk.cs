using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Where people decide who and what takes part in a sync: shows what there is, what a change would do, and stores it. Called by the front door; plans in memory
/// only, and writes nothing but the event of a decision.
/// </summary>
internal sealed class RuleDesk(
    ConnectedSystems systems, SyncStateStore policies, IEventStore store, IEntryQueries entries, IKnownEntries known, IPlanStore plans, TimeProvider time)
{
    /// <summary>How many changed rows are shown.</summary>
    internal const int ExamplesMax = 10;

    private readonly StateReader states = StateReader.Current(entries, known, store);
    private readonly FilterFields filterFields = new(systems, store, entries);

    internal async Task<SyncRules> ReadAsync(SyncName sync, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        var state = await policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        var target = new SystemName(options.Target);
        var exceptions = await ExceptionsAsync(state, target, cancellationToken).ConfigureAwait(false);
        var filters = await FiltersAsync(state, options, cancellationToken).ConfigureAwait(false);
        var groups = await GroupsAsync(options, state, cancellationToken).ConfigureAwait(false);
        return new SyncRules(exceptions, filters, groups, options.PickedGroups is null && !state.Chosen.ContainsKey(GroupUse.People));
    }

    internal async Task<RuleEffect> PreviewAsync(
        SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var options = systems.OptionsOf(sync);
        var state = await policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        var (events, _, notes) = await EventsAsync(sync, options, state, changes, by, CanonicalText.Of(reason)!, cancellationToken).ConfigureAwait(false);
        if (state.Policy is null || await plans.ListAsync(sync, 1, cancellationToken).ConfigureAwait(false) is not [var newest]
            || await plans.LoadAsync(newest.Id, cancellationToken).ConfigureAwait(false) is not { } plan)
        {
            throw new RuleException(
                "NothingRead", $"What this would do to '{sync}' cannot be said: no plan was prepared yet.", "Run 'preview' once, then decide.");
        }

        var at = time.GetUtcNow();
        var changed = events.Aggregate(state, (folded, happened) => SyncState.Evolve(folded, happened, at));
        var shifts = new RowShifts();
        var before = await PlanAsync(sync, WithPolicy(state, options), plan.Reads, at, shifts.Before, cancellationToken).ConfigureAwait(false);
        var after = await PlanAsync(sync, WithPolicy(changed, options), plan.Reads, at, shifts.After, cancellationToken).ConfigureAwait(false);
        return new RuleEffect(before, after, shifts.All(), shifts.Examples(), notes);
    }

    internal async Task ChangeAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var options = systems.OptionsOf(sync);
        var state = await policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        var (events, wanted, _) = await EventsAsync(sync, options, state, changes, by, CanonicalText.Of(reason)!, cancellationToken).ConfigureAwait(false);
        if (events.Count > 0)
        {
            var run = new RunId(Guid.CreateVersion7(time.GetUtcNow()));
            var fields = await filterFields.WantAsync(wanted, cancellationToken).ConfigureAwait(false);
            await store.AppendAsync([new StreamAppend(StreamName.Sync(sync), state.Version, events), .. fields], new EventMetadata(run, by), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The groups of the source whose name, address, login name or email has a text; those that equal it first, then in order of names.</summary>
    internal async Task<IReadOnlyList<EntryState>> FindGroupsAsync(SyncName sync, string part, int max, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        var wanted = CanonicalText.NameKey(part);
        var found = new List<EntryState>();
        await foreach (var group in entries.ReadSourcesAsync(options, EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            if (group.Presence == EntryPresence.Present && GroupLookup.Has(group, wanted))
            {
                found.Add(group);
            }
        }

        var equal = found.Where(group => GroupLookup.IsMeant(group, part)).ToList();
        return [.. (equal.Count > 0 ? equal : found).OrderBy(UnitTree.NameOf, StringComparer.OrdinalIgnoreCase).ThenBy(group => group.Key).Take(max)];
    }

    private async Task<PlanCounts> PlanAsync(
        SyncName sync, SyncState state, ImmutableArray<Receipt> reads, DateTimeOffset at, Action<PlanRow> see, CancellationToken cancellationToken)
    {
        var input = await new PlanningInputs(store, states).OfAsync(sync, state, reads, at, EngineVersion.Text, cancellationToken).ConfigureAwait(false);
        var planning = new Planning(states);
        using var planner = await planning.SurveyAsync(input, cancellationToken).ConfigureAwait(false);
        var content = await planning.PlanAsync(planner, rows =>
        {
            rows.ForEach(see);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return content.Counts;
    }

    /// <summary>The policy as the configuration is now, with configured groups as they were resolved last, and those picked by hand.</summary>
    private static SyncState WithPolicy(SyncState state, SyncOptions options) => state with
    {
        Policy = PolicyFactory.Make(
            options, GroupChoice.Of(state, GroupUse.People, options.PickedGroups), GroupChoice.Of(state, GroupUse.Roles, options.RoleGroups) ?? []),
    };

    private async Task<(IReadOnlyList<IEngineEvent> Events, IReadOnlyList<(SystemName Source, SourceField Field)> Wanted, ImmutableArray<string> Notes)> EventsAsync(
        SyncName sync, SyncOptions options, SyncState state, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken)
    {
        var book = new RuleBook(sync, options, state, time.GetUtcNow());
        var notes = new List<string>();
        var events = new List<IEngineEvent>();
        var wanted = new List<(SystemName Source, SourceField Field)>();
        foreach (var change in changes)
        {
            var entry = change.Entry is { } key ? (await known.LoadAsync([key], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key) : null;
            var meant = change;
            if (change.Action == RuleAction.AddFilter)
            {
                (meant, var further) = await filterFields.FindAsync(change, options, notes, cancellationToken).ConfigureAwait(false);
                wanted.AddRange(further);
            }

            events.Add(book.EventOf(meant, entry, by, reason));
        }

        return (events, wanted, [.. notes]);
    }

    private async Task<ImmutableArray<ExceptionView>> ExceptionsAsync(SyncState state, SystemName target, CancellationToken cancellationToken)
    {
        var found = await known.LoadAsync([.. state.Exclusions.Keys], cancellationToken).ConfigureAwait(false);
        var accounts = await known.LoadAsync(
            [.. found.Values.Select(e => e.LinkTo(target)).OfType<AccountLink>().Select(link => new EntryKey(target, EntryKind.Account, link.AccountId))], cancellationToken)
            .ConfigureAwait(false);
        var inactive = await states.InactiveSinceAsync(found.Values.Where(entry => entry.Key.System != target), cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return [.. state.Exclusions.Values.Select(exclusion =>
        {
            var entry = found.GetValueOrDefault(exclusion.Key);
            var since = inactive.TryGetValue(exclusion.Key, out var at) ? at : (DateTimeOffset?)null;
            var account = entry?.LinkTo(target) is { } link ? accounts.GetValueOrDefault(new EntryKey(target, EntryKind.Account, link.AccountId)) : null;
            var standing = exclusion.Until <= now ? ExceptionState.Ended
                : entry is null or { Presence: EntryPresence.Disappeared } ? ExceptionState.Dormant
                : ExceptionState.InForce;
            return new ExceptionView(
                exclusion, entry is null ? null : PersonNames.Of(entry), entry?.Attributes[AttributeNames.Email], standing, since,
                since is not null && account is { Enabled: true, Presence: not EntryPresence.Disappeared });
        })];
    }

    private async Task<ImmutableArray<FilterView>> FiltersAsync(SyncState state, SyncOptions options, CancellationToken cancellationToken)
    {
        var filters = state.Filters.Values.ToList();
        var covers = new int[filters.Count];
        var units = new UnitTree(filters.Count == 0 ? [] : await entries.ReadSourcesAsync(options, EntryKind.Unit, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
        foreach (var kind in filters.Select(filter => filter.Kind).Distinct())
        {
            await foreach (var entry in entries.ReadSourcesAsync(options, kind, cancellationToken).ConfigureAwait(false))
            {
                for (var i = 0; i < covers.Length && entry.Presence == EntryPresence.Present; i++)
                {
                    covers[i] += TextFilter.Find(filters[i], entry, units) is null ? 0 : 1;
                }
            }
        }

        var now = time.GetUtcNow();
        return [.. filters.Select((filter, i) => new FilterView(filter, covers[i], filter.Until is not { } until || until > now))];
    }

    private async Task<ImmutableArray<PickedGroupView>?> GroupsAsync(SyncOptions options, SyncState state, CancellationToken cancellationToken)
    {
        var chosen = state.Chosen.SelectMany(use => use.Value.Values).ToList();
        var configured = new[] { (Use: GroupUse.People, Texts: options.PickedGroups ?? []), (Use: GroupUse.Roles, Texts: options.RoleGroups) }
            .SelectMany(use => use.Texts.Select(text => (use.Use, Text: CanonicalText.Of(text)!))).Distinct()
            .Where(group => state.Picked.ContainsKey(group.Text)).Select(group => (group.Use, group.Text, Key: KeyOf(state.Picked[group.Text].System, state.Picked[group.Text].Anchor))).ToList();
        if (options.PickedGroups is null && !state.Chosen.ContainsKey(GroupUse.People) && configured.Count + chosen.Count == 0)
        {
            return null;
        }

        var found = await known.LoadAsync([.. configured.Select(c => c.Key).Concat(chosen.Select(c => KeyOf(c.System, c.Anchor))).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. configured.Select(c => View(c.Use, c.Key, c.Text, null)).Concat(chosen.Select(c => View(c.Use, KeyOf(c.System, c.Anchor), c.Name, c)))
                .OrderBy(g => g.Use).ThenBy(g => g.Group),
        ];

        EntryKey KeyOf(SystemName? system, string anchor) => new(system ?? new SystemName(options.Source), EntryKind.Group, anchor);

        PickedGroupView View(GroupUse use, EntryKey key, string text, GroupChosen? by)
        {
            var group = found.GetValueOrDefault(key);
            return new PickedGroupView(
                use, key, group is null ? text : UnitTree.NameOf(group), group?.Members.Length ?? 0, group?.Presence == EntryPresence.Present, by);
        }
    }
}
