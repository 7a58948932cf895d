using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Where the states for a plan come from: those that are kept, or those of a past time, folded from the events.</summary>
/// <param name="ReadAll">All states of one kind in one system, in order of keys.</param>
/// <param name="LoadAsync">Some states.</param>
/// <param name="SinceAsync">Since when a person is not active, by the events; null for one who is.</param>
internal sealed record StateReader(
    Func<SystemName, EntryKind, CancellationToken, IAsyncEnumerable<EntryState>> ReadAll,
    Func<IReadOnlyCollection<EntryKey>, CancellationToken, Task<IReadOnlyDictionary<EntryKey, EntryState>>> LoadAsync,
    Func<EntryKey, CancellationToken, Task<DateTimeOffset?>> SinceAsync)
{
    internal static StateReader Current(IEntryQueries entries, IKnownEntries known, IEventStore store) => new(
        entries.ReadAllAsync, known.LoadAsync, (key, cancellationToken) => InactiveAsync(store, key, long.MaxValue, cancellationToken));

    internal static StateReader AsOf(IStateHistory history, IEventStore store, long sequence) => new(
        (system, kind, cancellationToken) => history.ReadAsync(system, kind, sequence, cancellationToken),
        (keys, cancellationToken) => history.LoadAsync(keys, sequence, cancellationToken),
        (key, cancellationToken) => InactiveAsync(store, key, sequence, cancellationToken));

    /// <summary>Since when some people are not active; those who are, or were never seen, are not in the answer.</summary>
    internal async Task<IReadOnlyDictionary<EntryKey, DateTimeOffset>> InactiveSinceAsync(IEnumerable<EntryState> people, CancellationToken cancellationToken)
    {
        var since = new SortedDictionary<EntryKey, DateTimeOffset>();
        foreach (var person in people.Where(person => person.Key.Kind == EntryKind.Account && !PlanningWorld.IsActive(person)))
        {
            if (await SinceAsync(person.Key, cancellationToken).ConfigureAwait(false) is { } at)
            {
                since[person.Key] = at;
            }
        }

        return since;
    }

    private static async Task<DateTimeOffset?> InactiveAsync(IEventStore store, EntryKey key, long upTo, CancellationToken cancellationToken)
    {
        var state = EntryEvolution.Initial(key);
        DateTimeOffset? since = null;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Entry(key), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Sequence > upTo)
            {
                break;
            }

            state = EntryEvolution.Evolve(state, recorded.Event);
            since = PlanningWorld.IsActive(state) ? null : since ?? recorded.At;
        }

        return since;
    }
}
