using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Leads the planner through the states of both systems: twice over the people, once over the accounts, and with few states in memory at any
/// time. What comes out is handed on in batches of rows.
/// </summary>
internal sealed class Planning(StateReader states)
{
    private const int BatchSize = 500;

    /// <summary>How many states were shown to the planner, and how many events they were folded from.</summary>
    internal (int Entries, long Events) Seen { get; private set; }

    /// <summary>Shows the planner everything once; then it can plan.</summary>
    internal async Task<Planner> SurveyAsync(PlanningInput input, CancellationToken cancellationToken)
    {
        var (source, target) = (input.Policy.Source, input.Policy.Target);
        var sourceUnits = await AllAsync(source, EntryKind.Unit, cancellationToken).ConfigureAwait(false);
        var targetUnits = await AllAsync(target, EntryKind.Unit, cancellationToken).ConfigureAwait(false);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var present = new HashSet<string>(StringComparer.Ordinal);
        using var groups = new StateDigest();
        await foreach (var group in Counted(source, EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            groups.Add(group);
            known.Add(group.Key.Anchor);
            if (group.Presence == EntryPresence.Present)
            {
                present.Add(group.Key.Anchor);
            }
        }

        var membership = await OpenAsync(new GroupMembership(input.Policy.PickedGroups, source, known, present), cancellationToken).ConfigureAwait(false);
        var before = input.AppliedPolicy is { } applied
            ? await OpenAsync(new GroupMembership(applied.PickedGroups, source, known, present), cancellationToken).ConfigureAwait(false)
            : null;
        var planner = new Planner(new PlanningWorld(input, new PlanningFrame(sourceUnits, targetUnits, membership, before)), groups.Finish());
        sourceUnits.ForEach(planner.SeeFrame);
        targetUnits.ForEach(planner.SeeFrame);
        await foreach (var role in Counted(target, EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            planner.SeeFrame(role);
        }

        await foreach (var account in Counted(target, EntryKind.Account, cancellationToken).ConfigureAwait(false))
        {
            planner.SeeAccount(account);
        }

        await foreach (var person in Counted(source, EntryKind.Account, cancellationToken).ConfigureAwait(false))
        {
            planner.SeePerson(person);
        }

        return planner;
    }

    /// <summary>Plans every row and hands them on, some at a time.</summary>
    internal async Task<PlanContent> PlanAsync(Planner planner, Func<List<PlanRow>, Task> give, CancellationToken cancellationToken)
    {
        var rows = new List<PlanRow>();
        var people = states.ReadAll(planner.World.Source, EntryKind.Account, cancellationToken);
        await foreach (var batch in people.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            planner.Plan(batch, await WithAsync(batch, planner.Needs(batch), cancellationToken).ConfigureAwait(false), rows);
            await GiveAsync().ConfigureAwait(false);
        }

        planner.PlanRest(rows);
        foreach (var keys in planner.Unmanaged().Chunk(BatchSize))
        {
            var accounts = (await states.LoadAsync(keys, cancellationToken).ConfigureAwait(false)).Values.OrderBy(account => account.Key).ToArray();
            planner.PlanUnmanaged(accounts, await WithAsync(accounts, planner.NeedsOfUnmanaged(accounts), cancellationToken).ConfigureAwait(false), rows);
            await GiveAsync().ConfigureAwait(false);
        }

        await give(rows).ConfigureAwait(false);
        return planner.Finish();

        async Task GiveAsync()
        {
            if (rows.Count >= BatchSize)
            {
                await give(rows).ConfigureAwait(false);
                rows.Clear();
            }
        }
    }

    /// <summary>The states some people's rows need, with their own.</summary>
    internal async Task<IReadOnlyDictionary<EntryKey, EntryState>> WithAsync(
        IReadOnlyCollection<EntryState> own, IReadOnlyCollection<EntryKey> needs, CancellationToken cancellationToken)
    {
        var all = own.ToDictionary(state => state.Key);
        var missing = needs.Where(key => !all.ContainsKey(key)).ToList();
        if (missing.Count > 0)
        {
            foreach (var (key, state) in await states.LoadAsync(missing, cancellationToken).ConfigureAwait(false))
            {
                all[key] = state;
            }
        }

        return all;
    }

    private async Task<GroupMembership> OpenAsync(GroupMembership membership, CancellationToken cancellationToken)
    {
        for (var wanted = membership.Wanted(); wanted.Length > 0; wanted = membership.Wanted())
        {
            // One after the other: a group may have a million members.
            foreach (var key in wanted)
            {
                if ((await states.LoadAsync([key], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key) is { } group)
                {
                    membership.Open(group);
                }
            }
        }

        return membership;
    }

    private async Task<List<EntryState>> AllAsync(SystemName system, EntryKind kind, CancellationToken cancellationToken)
    {
        var all = new List<EntryState>();
        await foreach (var entry in Counted(system, kind, cancellationToken).ConfigureAwait(false))
        {
            all.Add(entry);
        }

        return all;
    }

    private async IAsyncEnumerable<EntryState> Counted(
        SystemName system, EntryKind kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in states.ReadAll(system, kind, cancellationToken).ConfigureAwait(false))
        {
            Seen = (Seen.Entries + 1, Seen.Events + entry.Version);
            yield return entry;
        }
    }
}
