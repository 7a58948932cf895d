using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Where the states for a plan come from: those that are kept, or those of a past time, folded from the events.</summary>
/// <param name="ReadAll">All states of one kind in one system, in order of keys.</param>
/// <param name="LoadAsync">Some states.</param>
internal sealed record StateReader(
    Func<SystemName, EntryKind, CancellationToken, IAsyncEnumerable<EntryState>> ReadAll,
    Func<IReadOnlyCollection<EntryKey>, CancellationToken, Task<IReadOnlyDictionary<EntryKey, EntryState>>> LoadAsync)
{
    internal static StateReader Current(IEntryQueries entries, IKnownEntries known) => new(entries.ReadAllAsync, known.LoadAsync);

    internal static StateReader AsOf(IStateHistory history, long sequence) => new(
        (system, kind, cancellationToken) => history.ReadAsync(system, kind, sequence, cancellationToken),
        (keys, cancellationToken) => history.LoadAsync(keys, sequence, cancellationToken));
}
