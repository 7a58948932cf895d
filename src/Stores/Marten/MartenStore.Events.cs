using System.Text.Json;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// Reading the log.
internal sealed partial class MartenStore
{
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken) =>
        QueryAsync(sql.Stream, [stream.Value], Recorded, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken) =>
        QueryAsync(sql.All, [after, upTo], Recorded, cancellationToken);

    public async Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        return await database.GuardAsync(async () =>
        {
            // One implicit transaction: the lock is held until the sequence is read.
            using var batch = new NpgsqlBatch(connection) { Timeout = database.Options.CommandTimeoutSeconds };
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
            {
                Parameters = { new() { Value = LockKeys.Append(database.Options.Schema) } },
            });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql.LastSequence));
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerScope = reader.ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : 0;
        }).ConfigureAwait(false);
    }

    private static RecordedEvent Recorded(NpgsqlDataReader row) => new(
        StreamName.Parse(row.GetString(0)),
        row.GetInt64(1),
        row.GetInt64(2),
        new DateTimeOffset(row.GetDateTime(3), TimeSpan.Zero),
        new EventMetadata(new RunId(Guid.Parse(row.GetString(4))), new Actor(row.GetString(5))),
        (IEngineEvent)JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(7), EngineEvents.Map.TypeOf(row.GetString(6)), EngineJson.Options)!);

    private async Task<Dictionary<string, long>> ReadVersionsAsync(string[] streams, CancellationToken cancellationToken) =>
        await QueryAsync(sql.Versions, [streams], row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken)
            .ToDictionaryAsync(StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
}
