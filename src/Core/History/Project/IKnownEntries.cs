using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>What observing needs to know of an entry to see that nothing changed.</summary>
/// <param name="Key">The entry.</param>
/// <param name="Fingerprint">As last observed.</param>
/// <param name="Presence">Whether it was there.</param>
public readonly record struct KnownEntry(EntryKey Key, Fingerprint Fingerprint, EntryPresence Presence);

/// <summary>What is known of a system's entries: the compact index for observing, and whole states for deciding.</summary>
public interface IKnownEntries
{
    /// <summary>Key, fingerprint and presence of every entry of a system ever seen, in any order.</summary>
    IAsyncEnumerable<KnownEntry> ReadIndexAsync(SystemName system, CancellationToken cancellationToken);

    /// <summary>The states of some entries; those never seen are not in the answer.</summary>
    Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// The entries of a system that are present and name one of some anchors: groups that have one as a member, accounts that have one as their
    /// <see cref="AttributeNames.Manager"/>. In order of keys.
    /// </summary>
    Task<IReadOnlyList<EntryKey>> FindNamingAsync(SystemName system, IReadOnlyCollection<string> anchors, CancellationToken cancellationToken);
}

/// <summary>Questions about the state of entries.</summary>
public interface IEntryQueries
{
    /// <summary>All states of one kind in one system, in order of keys. Streams: memory does not grow with the population.</summary>
    IAsyncEnumerable<EntryState> ReadAllAsync(SystemName system, EntryKind kind, CancellationToken cancellationToken);

    /// <summary>The states of a system's entries for which something waits (<see cref="EntryState.IsUnsettled"/>), in order of keys. Few, and found without reading the others.</summary>
    IAsyncEnumerable<EntryState> ReadUnsettledAsync(SystemName system, CancellationToken cancellationToken);

    /// <summary>
    /// Accounts of any system whose anchor equals the text, or whose email (as <see cref="EmailKey"/>), login or linked account id does
    /// (ignoring case). At most <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<EntryState>> FindAccountsAsync(string text, int max, CancellationToken cancellationToken);
}
