using System.Runtime.CompilerServices;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// States folded from the events.
internal sealed partial class MartenStore
{
    /// <summary>Stamps of hosts whose clocks differ, and of transactions that took long, may be out of order by so much.</summary>
    private static readonly TimeSpan StampsOutOfOrderMax = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<EntryState> ReadAsync(
        SystemName system, EntryKind kind, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var transaction = await database.GuardAsync(() => ReadingAsync(connection, cancellationToken)).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var query = sql.Past(EntryIds.Of(system, kind), upTo);
        var rows = await database.GuardAsync(() => CopyReader.BeginAsync(connection, query, EventReader.Fields, cancellationToken)).ConfigureAwait(false);
        await using var rowsScope = rows.ConfigureAwait(false);
        var events = new EventReader(rows);
        while (await database.GuardRowAsync(events.ReadAsync(cancellationToken)).ConfigureAwait(false) is { } state)
        {
            yield return state;
        }
    }

    public async Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(
        IReadOnlyCollection<EntryKey> keys, long upTo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var states = new Dictionary<EntryKey, EntryState>(keys.Count);
        foreach (var part in keys.Distinct().Select(key => StreamName.Entry(key).Value).Chunk(LoadAtOnce))
        {
            await foreach (var recorded in QueryAsync(sql.PastOf, [part, upTo], Recorded, cancellationToken).ConfigureAwait(false))
            {
                var key = recorded.Stream.TryEntry()!.Value;
                states[key] = EntryEvolution.Evolve(states.GetValueOrDefault(key) ?? EntryEvolution.Initial(key), recorded.Event);
            }
        }

        return states;
    }

    public async Task<long> FindSequenceAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Sequences rise with time but for a little disorder, so there is no index of times: halving finds where the disorder has surely
        // ended, and one step back over it the last event that was there.
        var (from, to) = (0L, await ReadLastSequenceAsync(cancellationToken).ConfigureAwait(false) + 1);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            var next = await QueryAsync(sql.NextStamp, [middle], row => (Sequence: row.GetInt64(0), At: row.GetDateTime(1)), cancellationToken)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (next.Sequence == 0 || new DateTimeOffset(next.At, TimeSpan.Zero) > at + StampsOutOfOrderMax)
            {
                to = middle;
            }
            else
            {
                from = Math.Max(next.Sequence, middle) + 1;
            }
        }

        return await QueryAsync(sql.SequenceAt, [at.UtcDateTime, from], row => row.GetInt64(0), cancellationToken)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<RebuildReport> RebuildAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await database.GuardAsync(() => rebuild.RunAsync(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>A transaction that only reads, with room to sort: everybody's events are put into order of streams.</summary>
    internal static async Task<NpgsqlTransaction> ReadingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        using var command = new NpgsqlCommand("set transaction read only; set local work_mem = '64MB'; set local statement_timeout = 0", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return transaction;
    }
}
