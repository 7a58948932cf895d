using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Leads the planner through the states of all systems: twice over the people, once over the accounts, and with few states in memory at any
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
        var (sources, target) = (input.Policy.Sources, input.Policy.Target);
        var sourceUnits = await AllAsync(sources, EntryKind.Unit, cancellationToken).ConfigureAwait(false);
        var targetUnits = await AllAsync([target], EntryKind.Unit, cancellationToken).ConfigureAwait(false);
        var survey = new GroupSurvey(input, new UnitTree(sourceUnits));
        using var groups = new StateDigest();
        await foreach (var group in Counted(sources, EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            groups.Add(group);
            survey.See(group);
        }

        var picked = GroupMembership.Of(input.Policy);
        var membership = await OpenAsync(survey.Membership(picked, withExcluded: false), cancellationToken).ConfigureAwait(false);
        var withExcluded = survey.HasExcluded ? await OpenAsync(survey.Membership(picked, withExcluded: true), cancellationToken).ConfigureAwait(false) : null;
        var before = input.AppliedPolicy is { } applied
            ? await OpenAsync(survey.Membership(GroupMembership.Of(applied), withExcluded: true), cancellationToken).ConfigureAwait(false)
            : null;
        var catalog = new RoleCatalog();
        using var roles = new StateDigest();
        await foreach (var role in Counted([target], EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            roles.Add(role);
            catalog.Add(role);
        }

        var roleGroups = await RoleGroupsAsync(input.Policy, survey, cancellationToken).ConfigureAwait(false);
        var frame = new PlanningFrame(sourceUnits, targetUnits, membership, before, survey.Namesakes, new RoleFrame(roleGroups, catalog, survey.Unpicked))
        {
            WithExcluded = withExcluded,
            ExcludedGroups = survey.Excluded,
        };
        var planner = new Planner(new PlanningWorld(input, frame), groups.Finish(), roles.Finish());
        planner.Digest(sourceUnits);
        planner.Digest(targetUnits);

        await SeeAsync(planner, [target], cancellationToken).ConfigureAwait(false);
        await SeeAsync(planner, sources, cancellationToken).ConfigureAwait(false);
        return planner;
    }

    /// <summary>Plans every row and hands them on, some at a time.</summary>
    internal async Task<PlanContent> PlanAsync(Planner planner, Func<List<PlanRow>, Task> give, CancellationToken cancellationToken)
    {
        var rows = new List<PlanRow>();
        var first = 0;
        Batch? before = null;
        try
        {
            // What the next people need is loaded while these are planned.
            await foreach (var people in ReadAll(planner.World.Policy.Sources, EntryKind.Account, cancellationToken).Chunk(BatchSize).ConfigureAwait(false))
            {
                var from = first;
                var next = new Batch(people, from, Task.Run(() => NeededAsync(planner, people, from, cancellationToken), cancellationToken));
                first += people.Length;
                (before, var ready) = (next, before);
                await PlanAsync(ready).ConfigureAwait(false);
            }

            await PlanAsync(before).ConfigureAwait(false);
        }
        finally
        {
            await (before?.Needed ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        planner.PlanRest(rows);
        await PlanManagersAsync(planner, rows, cancellationToken).ConfigureAwait(false);
        await PlanRolesAsync(planner, rows, GiveAsync, cancellationToken).ConfigureAwait(false);
        foreach (var keys in planner.Unmanaged().Chunk(BatchSize))
        {
            var accounts = (await states.LoadAsync(keys, cancellationToken).ConfigureAwait(false)).Values.OrderBy(account => account.Key).ToArray();
            planner.PlanUnmanaged(
                accounts, await states.LoadAsync(planner.Needs.OfUnmanaged(accounts), cancellationToken).ConfigureAwait(false), rows);
            await GiveAsync().ConfigureAwait(false);
        }

        await give(rows).ConfigureAwait(false);
        return planner.Finish();

        async Task PlanAsync(Batch? batch)
        {
            if (batch is not null)
            {
                var (needed, inactive) = await batch.Needed.ConfigureAwait(false);
                planner.World.Know(inactive);
                planner.Plan(batch.People, batch.First, needed, rows);
                await GiveAsync().ConfigureAwait(false);
            }
        }

        async Task GiveAsync()
        {
            if (rows.Count >= BatchSize)
            {
                await give(rows).ConfigureAwait(false);
                rows.Clear();
            }
        }
    }

    private async Task<(IReadOnlyDictionary<EntryKey, EntryState> States, IReadOnlyDictionary<EntryKey, DateTimeOffset> Inactive)> NeededAsync(
        Planner planner, EntryState[] people, int first, CancellationToken cancellationToken)
    {
        var needed = await NeededAsync(planner, planner.Needs.OfPeople(people, first), people, cancellationToken).ConfigureAwait(false);
        var inactive = await states.InactiveSinceAsync(people.Where((_, i) => planner.World.KeepsAccessInactive(first + i)), cancellationToken).ConfigureAwait(false);
        return (needed, inactive);
    }

    private async Task PlanRolesAsync(Planner planner, List<PlanRow> rows, Func<Task> give, CancellationToken cancellationToken)
    {
        foreach (var (roleId, groups) in planner.PlanRoles(rows))
        {
            var key = roleId is null ? (EntryKey?)null : new EntryKey(planner.World.Target, EntryKind.Group, roleId);
            var role = key is { } known ? (await LoadAsync([known], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(known) : null;
            var work = planner.BeginRole(role, groups);
            foreach (var some in work.Candidates.Chunk(BatchSize))
            {
                var keys = some.Select(candidate => planner.World.Correlator.PersonKey(candidate.Person)).ToHashSet();
                var people = await LoadAsync(keys, cancellationToken).ConfigureAwait(false);
                keys.UnionWith(planner.Needs.OfPeople([.. people.Values], -1));
                planner.PlanMembers(work, some, await NeededAsync(planner, keys, [], cancellationToken).ConfigureAwait(false), rows);
                await give().ConfigureAwait(false);
            }

            planner.EndRole(work, rows);
        }
    }

    private async Task<List<RoleGroupState>> RoleGroupsAsync(SyncPolicy policy, GroupSurvey survey, CancellationToken cancellationToken)
    {
        var groups = new List<RoleGroupState>();
        foreach (var picked in (policy.RoleGroups ?? []).OrderBy(group => group.Anchor, StringComparer.Ordinal))
        {
            var key = picked.KeyIn(policy);
            var alone = new[] { (new PickedGroup(picked.Text, picked.Anchor), key) };
            var state = (await LoadAsync([key], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key);
            var membership = await OpenAsync(survey.Membership(alone, withExcluded: false), cancellationToken).ConfigureAwait(false);
            var withExcluded = survey.HasExcluded ? await OpenAsync(survey.Membership(alone, withExcluded: true), cancellationToken).ConfigureAwait(false) : null;
            groups.Add(new RoleGroupState(picked, key, state, membership, policy.Target, withExcluded));
        }

        return groups;
    }

    private async Task PlanManagersAsync(Planner planner, List<PlanRow> rows, CancellationToken cancellationToken)
    {
        if (planner.NeedsOfManagers() is not { Count: > 0 } keys)
        {
            return;
        }

        var first = await LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        var further = planner.Needs.OfPeople([.. first.Values.Where(entry => entry.Key.System != planner.World.Target)], -1);
        planner.PlanManagers(await NeededAsync(planner, [.. keys.Concat(further).Distinct()], [], cancellationToken).ConfigureAwait(false), rows);
    }

    /// <summary>Has the states at hand that one person's row needs, once more.</summary>
    internal async Task RecallAsync(Planner planner, EntryState person, CancellationToken cancellationToken) => planner.World.Correlator.Use(
        await NeededAsync(planner, [person.Key, .. planner.Needs.OfPeople([person], -1)], [], cancellationToken).ConfigureAwait(false), [], 0);

    /// <summary>Loads what rows need, and what that turns out to need: the roles of an account whose story another source's entry keeps.</summary>
    private async Task<IReadOnlyDictionary<EntryKey, EntryState>> NeededAsync(
        Planner planner, IReadOnlyCollection<EntryKey> keys, EntryState[] people, CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        return planner.Needs.Further(loaded, people) is { Count: > 0 } more
            ? loaded.Concat(await LoadAsync(more, cancellationToken).ConfigureAwait(false)).ToDictionary()
            : loaded;
    }

    internal Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken) =>
        states.LoadAsync(keys, cancellationToken);

    /// <summary>Shows the planner the accounts of some systems, one after the other; they are hashed beside.</summary>
    private async Task SeeAsync(Planner planner, ImmutableArray<SystemName> systems, CancellationToken cancellationToken)
    {
        var hashing = Task.CompletedTask;
        try
        {
            await foreach (var some in Counted(systems, EntryKind.Account, cancellationToken).Chunk(BatchSize).ConfigureAwait(false))
            {
                await hashing.ConfigureAwait(false);
                hashing = Task.Run(() => planner.Digest(some), CancellationToken.None);
                planner.See(some);
            }
        }
        finally
        {
            await hashing.ConfigureAwait(false);
        }
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

    private async Task<List<EntryState>> AllAsync(ImmutableArray<SystemName> systems, EntryKind kind, CancellationToken cancellationToken)
    {
        var all = new List<EntryState>();
        await foreach (var entry in Counted(systems, kind, cancellationToken).ConfigureAwait(false))
        {
            all.Add(entry);
        }

        return all;
    }

    private async IAsyncEnumerable<EntryState> Counted(
        ImmutableArray<SystemName> systems, EntryKind kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in ReadAll(systems, kind, cancellationToken).ConfigureAwait(false))
        {
            Seen = (Seen.Entries + 1, Seen.Events + entry.Version);
            yield return entry;
        }
    }

    private IAsyncEnumerable<EntryState> ReadAll(ImmutableArray<SystemName> systems, EntryKind kind, CancellationToken cancellationToken) => systems.Length == 1
        ? states.ReadAll(systems[0], kind, cancellationToken)
        : systems.ToAsyncEnumerable().SelectMany(system => states.ReadAll(system, kind, cancellationToken));

    /// <summary>Some people who follow each other, the number of the first, the states their rows need, and since when those are not active who keep access.</summary>
    private sealed record Batch(
        EntryState[] People, int First, Task<(IReadOnlyDictionary<EntryKey, EntryState> States, IReadOnlyDictionary<EntryKey, DateTimeOffset> Inactive)> Needed);
}
