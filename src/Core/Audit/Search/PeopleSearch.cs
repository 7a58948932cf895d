using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Searches the people of some systems, in order of keys, one after the other: memory does not grow with the population.</summary>
internal sealed class PeopleSearch(IEntryQueries entries)
{
    internal async IAsyncEnumerable<PersonMatch> RunAsync(
        IEnumerable<SystemName> systems, SearchPattern pattern, PeopleQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = query.Max ?? int.MaxValue;
        foreach (var system in systems.Where(system => query.System is not { } only || only == system).Order())
        {
            if (left <= 0)
            {
                yield break;
            }

            var units = new UnitTree(await entries.ReadAllAsync(system, EntryKind.Unit, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
            await foreach (var person in entries.ReadAllAsync(system, EntryKind.Account, cancellationToken).ConfigureAwait(false))
            {
                if ((person.Presence == EntryPresence.Disappeared && !query.Gone) || (query.After is { } after && person.Key.CompareTo(after) <= 0))
                {
                    continue;
                }

                var path = string.Join('/', units.NamesAbove(person));
                if (pattern.Find(person, path) is { Length: > 0 } matches)
                {
                    yield return new PersonMatch(person, PersonNames.Of(person), path, matches);
                    if (--left <= 0)
                    {
                        yield break;
                    }
                }
            }
        }
    }
}
