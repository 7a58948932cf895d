using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Folds a sync's stream, and brings a changed configuration into it as events.</summary>
internal sealed class SyncStateStore(IEventStore store, IEntryQueries entries, TimeProvider time)
{
    internal async Task<SyncState> LoadAsync(SyncName sync, CancellationToken cancellationToken)
    {
        var state = SyncState.Initial;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Sync(sync), cancellationToken).ConfigureAwait(false))
        {
            state = SyncState.Evolve(state, recorded);
        }

        return state;
    }

    /// <summary>Resolves newly configured groups against what was read, and appends what differs from the stored policy. Nothing differs, nothing is appended.</summary>
    internal async Task<SyncState> UpdateAsync(SyncName sync, SyncOptions options, RunJournal journal, CancellationToken cancellationToken)
    {
        var state = await LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        var texts = options.PickedGroups?.Select(text => CanonicalText.Of(text)!).Distinct(StringComparer.Ordinal).ToList();
        var events = new List<IEngineEvent>();
        var picked = texts is null
            ? (ImmutableArray<PickedGroup>?)null
            : await ResolveAsync(sync, options, texts, state, events, cancellationToken).ConfigureAwait(false);
        var roleTexts = options.RoleGroups.Select(text => CanonicalText.Of(text)!).Distinct(StringComparer.Ordinal).ToList();
        var roles = await ResolveAsync(sync, options, roleTexts, After(state, events), events, cancellationToken).ConfigureAwait(false);
        events.AddRange(state.Picked
            .Where(p => texts?.Contains(p.Key, StringComparer.Ordinal) != true && !roleTexts.Contains(p.Key, StringComparer.Ordinal))
            .Select(p => new GroupUnpicked(p.Key, p.Value.Anchor)));
        var policy = PolicyFactory.Make(
            options, GroupChoice.Combine(picked, state.Chosen.GetValueOrDefault(GroupUse.People)?.Values),
            GroupChoice.Combine(roles, state.Chosen.GetValueOrDefault(GroupUse.Roles)?.Values) ?? roles);
        var fingerprint = PlanFingerprint.OfPolicy(policy);
        if (fingerprint != state.PolicyFingerprint)
        {
            events.Add(new PolicyChanged(policy, fingerprint));
        }

        if (events.Count == 0)
        {
            return state;
        }

        await journal.AppendAsync(StreamName.Sync(sync), state.Version, events, cancellationToken).ConfigureAwait(false);
        return After(state, events);
    }

    private SyncState After(SyncState state, List<IEngineEvent> events)
    {
        var now = time.GetUtcNow();
        return events.Aggregate(state, (folded, happened) => SyncState.Evolve(folded, happened, now));
    }

    private async Task<ImmutableArray<PickedGroup>> ResolveAsync(
        SyncName sync, SyncOptions options, List<string> texts, SyncState state, List<IEngineEvent> events, CancellationToken cancellationToken)
    {
        var groups = new List<EntryState>();
        if (texts.Any(text => !state.Picked.ContainsKey(text)))
        {
            foreach (var source in options.Sources)
            {
                groups.AddRange(await entries.ReadAllAsync(new SystemName(source), EntryKind.Group, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        var picked = new List<PickedGroup>();
        foreach (var text in texts)
        {
            if (state.Picked.TryGetValue(text, out var before))
            {
                picked.Add(before);
                continue;
            }

            var group = GroupLookup.Find(sync, string.Join(", ", options.Sources), text, groups);
            SystemName? further = group.Key.System.Value == options.Source ? null : group.Key.System;
            events.Add(new GroupPicked(text, group.Key.Anchor, UnitTree.NameOf(group)) { System = further });
            picked.Add(new PickedGroup(text, group.Key.Anchor) { System = further });
        }

        return [.. picked.OrderBy(p => p.Anchor, StringComparer.Ordinal)];
    }
}
