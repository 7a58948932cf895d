using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// States folded from the events.
internal sealed partial class MartenStore
{
    public IAsyncEnumerable<EntryState> ReadAsync(SystemName system, EntryKind kind, long upTo, CancellationToken cancellationToken) =>
        FoldAsync(
            QueryAsync(sql.Past, [StreamName.Entry(new EntryKey(system, kind, "")).Value, upTo], Recorded, cancellationToken), cancellationToken);

    public async Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(
        IReadOnlyCollection<EntryKey> keys, long upTo, CancellationToken cancellationToken) =>
        await FoldAsync(
            QueryAsync(sql.PastOf, [keys.Select(key => StreamName.Entry(key).Value).ToArray(), upTo], Recorded, cancellationToken), cancellationToken)
            .ToDictionaryAsync(state => state.Key, cancellationToken: cancellationToken).ConfigureAwait(false);

    public async Task<long> FindSequenceAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        await QueryAsync(sql.SequenceAt, [at.ToUniversalTime()], row => row.GetInt64(0), cancellationToken).FirstAsync(cancellationToken).ConfigureAwait(false);

    public Task<RebuildReport> RebuildAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Comes with the branch 'store'.");

    private static async IAsyncEnumerable<EntryState> FoldAsync(
        IAsyncEnumerable<RecordedEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntryState? state = null;
        await foreach (var recorded in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var key = recorded.Stream.TryEntry()!.Value;
            if (state is not null && state.Key != key)
            {
                yield return state;
                state = null;
            }

            state = EntryEvolution.Evolve(state ?? EntryEvolution.Initial(key), recorded.Event);
        }

        if (state is not null)
        {
            yield return state;
        }
    }
}
