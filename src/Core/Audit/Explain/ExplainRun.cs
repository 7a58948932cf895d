using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Brings what an explanation needs, from the events up to the plan's sequence alone: another reading since then changes nothing in it.</summary>
internal sealed class ExplainRun(IEventStore store, IStateHistory history, IPlanStore plans)
{
    internal async Task<Explanation> RunAsync(Plan plan, EntryKey key, CancellationToken cancellationToken)
    {
        var sync = SyncState.Initial;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Sync(plan.Sync), cancellationToken).ConfigureAwait(false))
        {
            sync = recorded.Sequence <= plan.Sequence ? SyncState.Evolve(sync, recorded) : sync;
        }

        var states = StateReader.AsOf(history, store, plan.Sequence);
        var person = (await states.LoadAsync([key], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key)
            ?? throw new PersonNotFoundException(
                $"{key} had not been seen when plan {plan.Id} was made.", "Name a later plan with --plan, or prepare one.");
        var input = await new PlanningInputs(store, states, plan.Sequence).OfAsync(plan.Sync, sync, plan.Reads, plan.PreparedAt, plan.Engine, cancellationToken)
            .ConfigureAwait(false);
        var planning = new Planning(states);
        using var planner = await planning.SurveyAsync(input, cancellationToken).ConfigureAwait(false);
        (person, var subject) = await WholeAsync(planning, planner, person, cancellationToken).ConfigureAwait(false);
        key = person.Key;
        var row = await RowAsync(plan, RowDraft.IdOf(RowKind.User, subject.ToString()), cancellationToken).ConfigureAwait(false);
        await BringAsync(planning, planner, person, row, cancellationToken).ConfigureAwait(false);
        return Explainer.Explain(new ExplainScene
        {
            Plan = plan,
            World = planner.World,
            Person = person,
            Seen = await SeenAsync(key, plan.Sequence, cancellationToken).ConfigureAwait(false),
            Row = row,
            Related = await RelatedAsync(plan, planner.World, person, row, cancellationToken).ConfigureAwait(false),
            Ways = await WaysAsync(states, planner.World, person, cancellationToken).ConfigureAwait(false),
        });
    }

    /// <summary>The entry that speaks for the person, and the one that gives the row its id.</summary>
    private static async Task<(EntryState Lead, EntryKey Subject)> WholeAsync(Planning planning, Planner planner, EntryState person, CancellationToken cancellationToken)
    {
        if (person.Key.System == planner.World.Target || !planner.World.Persons.Several)
        {
            return (person, person.Key);
        }

        await planning.RecallAsync(planner, person, cancellationToken).ConfigureAwait(false);
        var whole = planner.World.Persons.Of(person);
        return (whole.Lead, whole.Keeper.Key);
    }

    /// <summary>Has the states at hand that the person's row needs, and the account that the row names.</summary>
    private static async Task BringAsync(Planning planning, Planner planner, EntryState person, PlanRow? row, CancellationToken cancellationToken)
    {
        var world = planner.World;
        var keys = new HashSet<EntryKey> { person.Key };
        keys.UnionWith(person.Key.System == world.Target ? planner.Needs.OfUnmanaged([person]) : planner.Needs.OfPeople([person], -1));
        var named = new[] { row?.Target?.Id, row?.Receiver?.Id, world.Input.Consents.GetValueOrDefault(person.Key)?.AccountId };
        keys.UnionWith(named.OfType<string>().Select(id => new EntryKey(world.Target, EntryKind.Account, id)));
        world.Correlator.Use(await planning.LoadAsync(keys, cancellationToken).ConfigureAwait(false), [], 0);
    }

    private async Task<(DateTimeOffset First, DateTimeOffset Last)?> SeenAsync(EntryKey key, long upTo, CancellationToken cancellationToken)
    {
        (DateTimeOffset First, DateTimeOffset Last)? seen = null;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Entry(key), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Sequence <= upTo && recorded.Event is IObservedEvent or EntryMissed or EntryDisappeared)
            {
                seen = (seen?.First ?? recorded.At, recorded.At);
            }
        }

        return seen;
    }

    private async Task<PlanRow?> RowAsync(Plan plan, string id, CancellationToken cancellationToken) =>
        (await RowsAsync(plan, [id], cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    private async Task<List<PlanRow>> RowsAsync(Plan plan, ImmutableArray<string> ids, CancellationToken cancellationToken) =>
        ids.Length == 0 ? [] : await plans.ReadRowsAsync(plan.Id, new RowQuery { Ids = ids }, cancellationToken).Select(row => LimitJudge.Mark(row, plan.Held))
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The rows of the person's department and those above it, of its manager, of the circle it may stand in, and of the person's roles.</summary>
    private async Task<ImmutableArray<PlanRow>> RelatedAsync(Plan plan, PlanningWorld world, EntryState person, PlanRow? row, CancellationToken cancellationToken)
    {
        var ids = new SortedSet<string>(row?.Requires ?? [], StringComparer.Ordinal);
        for (var at = person.Key.System == world.Target ? null : world.Fields.DesiredDepartment(person); at is not null; at = at.Parent)
        {
            ids.Add(DepartmentPlanner.IdOf(at));
            ids.Add(DepartmentManagers.IdOf(at));
        }

        if (person.Key.System != world.Target && world.Persons.LinkOf(person)?.AccountId is { } id && world.Correlator.Account(id)?.Parent is { } unit)
        {
            ids.Add(DepartmentPlanner.IdOfCircle(new EntryKey(world.Target, EntryKind.Unit, unit)));
        }

        // A person of several sources is in groups by any of the entries, and a membership's row is told by that one.
        var entries = person.Key.System == world.Target ? [] : world.Persons.Of(person).All;
        foreach (var group in entries.IsEmpty ? [] : world.Roles.Groups)
        {
            ids.UnionWith(entries.Select(entry => RoleWork.IdOf(world, group.Key, entry.Key)));
            if (!group.IsThere || entries.Any(entry => group.Contains(entry) || group.ContainsByExcluded(entry)))
            {
                ids.Add(RolePlanner.IdOf(world, group.Key));
                ids.Add(RoleWork.WaitingIdOf(world, group.Key));
            }
        }

        ids.UnionWith(world.Roles.Unpicked
            .Where(group => entries.Any(entry => entry.Key.System == group.Key.System && group.Members.Contains(entry.Key.Anchor, StringComparer.Ordinal)))
            .Select(group => RolePlanner.IdOf(world, group.Key)));
        return [.. await RowsAsync(plan, [.. ids], cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Of every entered group that has the person, the way from the picked one down to it. One group is looked at after the other: it may have a million members.</summary>
    private static async Task<ImmutableArray<ImmutableArray<string>>> WaysAsync(
        StateReader states, PlanningWorld world, EntryState person, CancellationToken cancellationToken)
    {
        if (person.Key.System == world.Target || world.Scope.Membership.Everyone || !world.Scope.Membership.Contains(person))
        {
            return [];
        }

        var entered = world.Scope.Membership.Entered;
        var names = new Dictionary<EntryKey, string>();
        var direct = new List<EntryKey>();
        foreach (var key in entered.Keys.Where(key => key.System == person.Key.System).Order())
        {
            if ((await states.LoadAsync([key], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key) is not { Presence: EntryPresence.Present } group)
            {
                continue;
            }

            names[key] = UnitTree.NameOf(group);
            if (group.Members.Contains(person.Key.Anchor, StringComparer.Ordinal) || person.Attributes[AttributeNames.PrimaryGroup] == key.Anchor)
            {
                direct.Add(key);
            }
        }

        return [.. direct.Select(key => Way(key, entered, names))];
    }

    private static ImmutableArray<string> Way(EntryKey group, IReadOnlyDictionary<EntryKey, EntryKey?> entered, Dictionary<EntryKey, string> names)
    {
        var way = new List<string>();
        for (EntryKey? key = group; key is { } at; key = entered[at])
        {
            way.Add(names.GetValueOrDefault(at, at.Anchor));
        }

        way.Reverse();
        return [.. way];
    }
}
