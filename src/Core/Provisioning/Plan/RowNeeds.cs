using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Names the entries whose states must be at hand to plan rows, from the few bytes that the first pass kept of each. Pure.</summary>
internal sealed class RowNeeds(PlanningWorld world)
{
    /// <summary>For the rows of some people, beside the people themselves. Some entries may be named twice.</summary>
    /// <param name="people">The people.</param>
    /// <param name="first">The number of the first of them in order of keys, when they follow each other in it; else -1.</param>
    internal List<EntryKey> OfPeople(IReadOnlyList<EntryState> people, int first)
    {
        var keys = new List<EntryKey>(people.Count);
        for (var i = 0; i < people.Count; i++)
        {
            var person = people[i];
            var self = first < 0 ? -1 : first + i;
            var known = world.Correlator.Needs(person, self, keys);
            if (world.Fields.Address(person) is { } address)
            {
                world.Correlator.Needs(address, self, known, keys);
            }

            if (world.Receivers.Wanted && !(PlanningWorld.IsActive(person) && world.Verdict(person) == ScopeVerdict.InScope) && world.Receivers.Needs(person) is { } manager)
            {
                keys.Add(manager);
            }

            foreach (var alias in person.Attributes.Values(AttributeNames.Aliases))
            {
                if (EmailKey.TryFrom(alias) is { } further)
                {
                    world.Correlator.Needs(further, self, known, keys);
                }
            }
        }

        return keys;
    }

    /// <summary>
    /// What states that were loaded need in their turn: with several sources, the roles of accounts whose story another entry keeps, and who has the accounts'
    /// addresses.
    /// </summary>
    /// <param name="loaded">What was loaded.</param>
    /// <param name="people">The people it was loaded for, who are at hand anyway.</param>
    internal IReadOnlyCollection<EntryKey> Further(IReadOnlyDictionary<EntryKey, EntryState> loaded, IReadOnlyList<EntryState> people)
    {
        if (!world.Persons.Several)
        {
            return [];
        }

        var keys = new List<EntryKey>();
        foreach (var entry in loaded.Values.Where(entry => entry.Key.Kind == EntryKind.Account))
        {
            if (entry.Key.System == world.Target)
            {
                world.Correlator.NeedsOfUnmanaged(entry, keys);
            }
            else if (entry.LinkTo(world.Target) is { } link)
            {
                keys.AddRange(LostRoles.Of(link).Select(role => new EntryKey(world.Target, EntryKind.Group, role)));
            }
        }

        var own = people.Select(person => person.Key).ToHashSet();
        return keys.Where(key => !loaded.ContainsKey(key) && !own.Contains(key)).ToHashSet();
    }

    /// <summary>For the rows of some accounts that nobody is linked to, beside the accounts themselves.</summary>
    internal List<EntryKey> OfUnmanaged(IEnumerable<EntryState> accounts)
    {
        var keys = new List<EntryKey>();
        foreach (var account in accounts)
        {
            world.Correlator.NeedsOfUnmanaged(account, keys);
        }

        return keys;
    }
}
