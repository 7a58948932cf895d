using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// What is known of entries.
internal sealed partial class MartenStore
{
    private const int LoadAtOnce = 1_000;

    public IAsyncEnumerable<KnownEntry> ReadIndexAsync(SystemName system, CancellationToken cancellationToken) => QueryAsync(
        sql.Index,
        EntryIds.Of(system),
        row => new KnownEntry(EntryIds.Key(system, row.GetString(0)), Fingerprint.FromBytes(row.GetFieldValue<byte[]>(1)), (EntryPresence)row.GetInt32(2)),
        cancellationToken);

    public async Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(
        IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var states = new Dictionary<EntryKey, EntryState>(keys.Count);
        foreach (var part in keys.Distinct().Select(key => StreamName.Entry(key).Value).Chunk(LoadAtOnce))
        {
            await foreach (var entry in DocumentsAsync<EntryDocument>(sql.Entries, [part], cancellationToken).ConfigureAwait(false))
            {
                states.Add(entry.State.Key, entry.State);
            }
        }

        return states;
    }

    public IAsyncEnumerable<EntryState> ReadAllAsync(SystemName system, EntryKind kind, CancellationToken cancellationToken) =>
        DocumentsAsync<EntryDocument>(sql.EntriesOfKind, EntryIds.Of(system, kind), cancellationToken).Select(entry => entry.State);

    public IAsyncEnumerable<EntryState> ReadPendingAsync(SystemName system, CancellationToken cancellationToken) =>
        DocumentsAsync<EntryDocument>(sql.Pending, [system.Value], cancellationToken).Select(entry => entry.State);

    public async Task<IReadOnlyList<EntryState>> FindAccountsAsync(string text, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return await DocumentsAsync<EntryDocument>(sql.Found, [EntryDocument.SearchColumn(SearchKeys.For(text)), (long)max], cancellationToken)
            .Select(entry => entry.State).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
