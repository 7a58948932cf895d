using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>
/// States as the events alone give them, at any time: what the kept states (<see cref="IEntryQueries"/>) are checked against and can be made
/// from again. A time is a sequence of the store: events up to and including it count.
/// </summary>
public interface IStateHistory
{
    /// <summary>All states of one kind in one system as of a sequence, in order of keys. Streams: memory does not grow with the population.</summary>
    IAsyncEnumerable<EntryState> ReadAsync(SystemName system, EntryKind kind, long upTo, CancellationToken cancellationToken);

    /// <summary>The states of some entries as of a sequence; those not seen by then are not in the answer.</summary>
    Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(IReadOnlyCollection<EntryKey> keys, long upTo, CancellationToken cancellationToken);

    /// <summary>The last sequence that had been appended at a time; 0 when there was none.</summary>
    Task<long> FindSequenceAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the kept states of all entries again from the events and puts them in place of those there are, all at once: readers see the old
    /// or the new ones. Writers wait meanwhile.
    /// </summary>
    Task<RebuildReport> RebuildAsync(CancellationToken cancellationToken);
}

/// <summary>What a rebuild did.</summary>
/// <param name="Events">How many events were folded.</param>
/// <param name="Entries">How many states came out.</param>
public sealed record RebuildReport(long Events, long Entries);
