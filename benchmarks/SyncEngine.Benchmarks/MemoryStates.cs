using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Benchmarks;

/// <summary>States in memory, in the place of a store.</summary>
internal sealed class MemoryStates
{
    private readonly Dictionary<(SystemName System, EntryKind Kind), List<EntryState>> lists;
    private readonly Dictionary<EntryKey, EntryState> byKey = [];

    internal MemoryStates(List<EntryState> people, List<EntryState> units, List<EntryState> accounts, List<EntryState> departments)
    {
        lists = new Dictionary<(SystemName System, EntryKind Kind), List<EntryState>>
        {
            [(Population.Directory, EntryKind.Account)] = people,
            [(Population.Directory, EntryKind.Unit)] = units,
            [(Population.Application, EntryKind.Account)] = accounts,
            [(Population.Application, EntryKind.Unit)] = departments,
        };
        byKey.EnsureCapacity(people.Count + accounts.Count);
        foreach (var state in lists.Values.SelectMany(list => list))
        {
            byKey.Add(state.Key, state);
        }

        Reader = new StateReader((system, kind, _) => ReadAsync(system, kind), (keys, _) => LoadAsync(keys), (_, _) => Task.FromResult<DateTimeOffset?>(null));
    }

    internal StateReader Reader { get; }

    private IAsyncEnumerable<EntryState> ReadAsync(SystemName system, EntryKind kind) =>
        lists.TryGetValue((system, kind), out var list) ? list.ToAsyncEnumerable() : AsyncEnumerable.Empty<EntryState>();

    private Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(IReadOnlyCollection<EntryKey> keys)
    {
        var found = new Dictionary<EntryKey, EntryState>(keys.Count);
        foreach (var key in keys)
        {
            if (byKey.TryGetValue(key, out var state))
            {
                found[key] = state;
            }
        }

        return Task.FromResult<IReadOnlyDictionary<EntryKey, EntryState>>(found);
    }
}
