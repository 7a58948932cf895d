using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Testing;

// States folded from the events whenever they are asked for.
public sealed partial class InMemoryStore
{
    /// <inheritdoc />
    public async IAsyncEnumerable<EntryState> ReadAsync(
        SystemName system, EntryKind kind, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var state in Folded(key => key.System == system && key.Kind == kind, upTo))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return state;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(
        IReadOnlyCollection<EntryKey> keys, long upTo, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = keys.ToHashSet();
        return Task.FromResult<IReadOnlyDictionary<EntryKey, EntryState>>(Folded(wanted.Contains, upTo).ToDictionary(state => state.Key));
    }

    /// <inheritdoc />
    public Task<long> FindSequenceAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(log.LastOrDefault(stored => stored.At <= at)?.Sequence ?? 0);
        }
    }

    /// <inheritdoc />
    public Task<RebuildReport> RebuildAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            entries.Clear();
            var events = 0;
            foreach (var stored in log.Where(stored => stored.Stream.TryEntry() is not null))
            {
                Project(stored);
                events++;
            }

            return Task.FromResult(new RebuildReport(events, entries.Count));
        }
    }

    private List<EntryState> Folded(Func<EntryKey, bool> wanted, long upTo)
    {
        lock (gate)
        {
            return
            [
                .. streams
                    .Select(stream => (Key: stream.Key.TryEntry(), Events: stream.Value))
                    .Where(stream => stream.Key is { } key && wanted(key) && stream.Events[0].Sequence <= upTo)
                    .OrderBy(stream => stream.Key!.Value)
                    .Select(stream => stream.Events.Where(stored => stored.Sequence <= upTo)
                        .Aggregate(EntryEvolution.Initial(stream.Key!.Value), (state, stored) => EntryEvolution.Evolve(state, stored.Event()))),
            ];
        }
    }
}
