using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// What is known of entries.
internal sealed partial class MartenStore
{
    private const int LoadAtOnce = 1_000;

    public async IAsyncEnumerable<KnownEntry> ReadIndexAsync(SystemName system, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var rows = await database.GuardAsync(() => CopyReader.BeginAsync(connection, sql.Index(EntryIds.Of(system)), 3, cancellationToken))
            .ConfigureAwait(false);
        await using var rowsScope = rows.ConfigureAwait(false);
        while (await database.GuardRowAsync(rows.ReadAsync(cancellationToken)).ConfigureAwait(false))
        {
            yield return new KnownEntry(EntryIds.Key(system, rows[0]), Fingerprint.FromBytes(rows[1]), (EntryPresence)rows.Int32(2));
        }
    }

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

    public async Task<IReadOnlyList<EntryKey>> FindNamingAsync(
        SystemName system, IReadOnlyCollection<string> anchors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        return anchors.Count == 0
            ? []
            : await QueryAsync(
                sql.Naming,
                [anchors.ToArray(), .. EntryIds.Of(system, EntryKind.Account), .. EntryIds.Of(system, EntryKind.Group)],
                reader => StreamName.Parse(reader.GetString(0)).TryEntry()!.Value,
                cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<EntryState> ReadAllAsync(SystemName system, EntryKind kind, CancellationToken cancellationToken) =>
        DocumentsAsync<EntryDocument>(sql.EntriesOfKind, EntryIds.Of(system, kind), cancellationToken).Select(entry => entry.State);

    public IAsyncEnumerable<EntryState> ReadUnsettledAsync(SystemName system, CancellationToken cancellationToken) =>
        DocumentsAsync<EntryDocument>(sql.Pending, EntryIds.Of(system), cancellationToken).Select(entry => entry.State);

    public async Task<IReadOnlyList<EntryState>> FindAccountsAsync(string text, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        var keys = SearchKeys.For(text);
        return await DocumentsAsync<EntryDocument>(sql.Found, [EntryDocument.SearchColumn(keys)], cancellationToken)
            .Select(entry => entry.State)
            .Where(state => SearchKeys.Of(state).Intersect(keys, StringComparer.Ordinal).Any())
            .Take(max)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
