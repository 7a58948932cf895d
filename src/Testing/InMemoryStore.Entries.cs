using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Testing;

// What is known of entries: folded while appending, as the store on PostgreSQL does.
public sealed partial class InMemoryStore
{
    private readonly SortedDictionary<EntryKey, StoredEntry> entries = [];

    /// <inheritdoc />
    public async IAsyncEnumerable<KnownEntry> ReadIndexAsync(
        SystemName system, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var entry in Snapshot(key => key.System == system))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry.Known;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(
        IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = keys.ToHashSet();
        return Task.FromResult<IReadOnlyDictionary<EntryKey, EntryState>>(
            Snapshot(wanted.Contains).ToDictionary(entry => entry.Known.Key, entry => entry.Read()));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<EntryKey>> FindNamingAsync(SystemName system, IReadOnlyCollection<string> anchors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var named = anchors.ToHashSet(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<EntryKey>>(
        [
            .. Snapshot(key => key.System == system)
                .Select(entry => entry.Read())
                .Where(state => state.Presence != EntryPresence.Disappeared && Names(state, named))
                .Select(state => state.Key),
        ]);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<EntryState> ReadAllAsync(
        SystemName system, EntryKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var entry in Snapshot(key => key.System == system && key.Kind == kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry.Read();
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<EntryState> ReadUnsettledAsync(SystemName system, CancellationToken cancellationToken) =>
        Enum.GetValues<EntryKind>().ToAsyncEnumerable()
            .SelectMany(kind => ReadAllAsync(system, kind, cancellationToken))
            .Where(state => state.IsUnsettled);

    /// <inheritdoc />
    public Task<IReadOnlyList<EntryState>> FindAccountsAsync(string text, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = SearchKeys.For(text);
        return Task.FromResult<IReadOnlyList<EntryState>>(
        [
            .. Snapshot(key => key.Kind == EntryKind.Account)
                .Where(entry => entry.FoundBy.Intersect(wanted, StringComparer.Ordinal).Any())
                .Take(max)
                .Select(entry => entry.Read()),
        ]);
    }

    private static bool Names(EntryState state, HashSet<string> anchors) => state.Key.Kind switch
    {
        EntryKind.Group => state.Members.Any(anchors.Contains),
        EntryKind.Account => state.Attributes[AttributeNames.Manager] is { } manager && anchors.Contains(manager),
        _ => false,
    };

    private void Project(StoredEvent stored)
    {
        if (stored.Stream.TryEntry() is { } key)
        {
            var before = entries.TryGetValue(key, out var known) ? known.Read() : EntryEvolution.Initial(key);
            entries[key] = StoredEntry.Of(EntryEvolution.Evolve(before, stored.Event()));
        }
    }

    private StoredEntry[] Snapshot(Func<EntryKey, bool> wanted)
    {
        lock (gate)
        {
            return [.. entries.Where(entry => wanted(entry.Key)).Select(entry => entry.Value)];
        }
    }

    private sealed record StoredEntry(KnownEntry Known, ImmutableArray<string> FoundBy, string Json)
    {
        internal static StoredEntry Of(EntryState state) =>
            new(new KnownEntry(state.Key, state.Fingerprint, state.Presence), SearchKeys.Of(state), StoredJson.Write(state));

        internal EntryState Read() => StoredJson.Read<EntryState>(Json);
    }
}
