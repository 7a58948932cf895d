using Marten;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Appends many streams in one transaction by COPY into Marten's tables, with everything a session guarantees: versions are checked under row
/// locks before a sequence number is drawn, sequence numbers come from Marten's sequence, states are folded and kept in the same transaction,
/// and Marten's bookkeeping of progress is not touched. What the result looks like is what a session would have left (a test compares the rows).
/// </summary>
internal sealed class BulkAppend(MartenDatabase database, BulkSql sql, MicrosecondTime time)
{
    private const int CopiedAtOnceMax = 100_000;

    /// <summary>
    /// Whether bulk knows all streams of a batch: those of entries, with their states, and those that nothing is folded from. Plans and runs
    /// have views of their own, which Marten folds.
    /// </summary>
    internal static bool Takes(IReadOnlyList<StreamAppend> appends) => !appends.Any(append =>
        append.Stream.Value.StartsWith("plan:", StringComparison.Ordinal) || append.Stream.Value.StartsWith("run:", StringComparison.Ordinal));

    /// <summary>Appends all, or nothing and gives false: then a stream is in a state that only a session can judge.</summary>
    /// <exception cref="ConcurrentAppendException">A stream has another version than expected.</exception>
    internal async Task<bool> TryAsync(
        DocumentStore documents, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock_shared($1)", [LockKeys.Append(database.Options.Schema)], cancellationToken)
            .ConfigureAwait(false);

        var sorted = appends.OrderBy(append => append.Stream).ToList();
        var known = sorted.Where(append => append.ExpectedVersion > 0).ToList();
        if (!await LockAsync(connection, known, cancellationToken).ConfigureAwait(false)
            || await StatesAsync(connection, known, cancellationToken).ConfigureAwait(false) is not { } states)
        {
            return false;
        }

        // New streams before sequence numbers: a stream that another writer began is found out here, and leaves no gap.
        await CopyStreamsAsync(connection, sorted, cancellationToken).ConfigureAwait(false);
        await CopyEventsAsync(connection, new EventRows(documents, metadata, time.GetUtcNow()), sorted, cancellationToken).ConfigureAwait(false);
        await CopyEntriesAsync(connection, sql.CopyEntries, sorted.Where(append => append.ExpectedVersion == 0), states, cancellationToken)
            .ConfigureAwait(false);
        if (known.Count > 0)
        {
            await ExecuteAsync(
                connection,
                sql.UpdateStreams,
                [known.Select(append => append.Stream.Value).ToArray(), known.Select(append => append.ExpectedVersion + append.Events.Count).ToArray()],
                cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, sql.MakeStage, [], cancellationToken).ConfigureAwait(false);
            await CopyEntriesAsync(connection, sql.CopyStage, known, states, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, sql.AnalyzeStage, [], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, sql.UpdateEntries, [], cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Locks the streams that are there and compares their versions; false when one is archived, which we never do ourselves.</summary>
    private async Task<bool> LockAsync(NpgsqlConnection connection, List<StreamAppend> known, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, long>(known.Count, StringComparer.Ordinal);
        var archived = false;
        foreach (var part in known.Chunk(CopiedAtOnceMax))
        {
            using var command = Command(connection, sql.LockStreams, [part.Select(append => append.Stream.Value).ToArray()]);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerScope = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                versions.Add(reader.GetString(0), reader.GetInt64(1));
                archived |= reader.GetBoolean(2);
            }
        }

        return known.Find(append => versions.GetValueOrDefault(append.Stream.Value) != append.ExpectedVersion) is { } refused
            ? throw new ConcurrentAppendException(refused.Stream, refused.ExpectedVersion)
            : !archived;
    }

    /// <summary>The states the events are folded onto; null when one is not that of the stream's version (a rebuild by Marten is under way).</summary>
    private async Task<Dictionary<string, EntryState>?> StatesAsync(
        NpgsqlConnection connection, List<StreamAppend> known, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, EntryState>(known.Count, StringComparer.Ordinal);
        var entries = known.Where(append => append.Stream.TryEntry() is not null).ToList();
        foreach (var part in entries.Chunk(CopiedAtOnceMax))
        {
            using var command = Command(connection, sql.States, [part.Select(append => append.Stream.Value).ToArray()]);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerScope = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var document = MartenStore.Document<EntryDocument>(reader, 0);
                states.Add(document.Id, document.State);
            }
        }

        return entries.TrueForAll(append => states.TryGetValue(append.Stream.Value, out var state) && state.Version == append.ExpectedVersion)
            ? states
            : null;
    }

    private async Task CopyStreamsAsync(NpgsqlConnection connection, List<StreamAppend> sorted, CancellationToken cancellationToken)
    {
        if (sorted.TrueForAll(append => append.ExpectedVersion > 0))
        {
            return;
        }

        var sender = await CopySender.BeginAsync(connection, sql.CopyStreams, cancellationToken).ConfigureAwait(false);
        await using var senderScope = sender.ConfigureAwait(false);
        foreach (var (stream, expected, events) in sorted)
        {
            if (expected == 0)
            {
                sender.Rows.Row(4);
                sender.Rows.Text(stream.Value);
                sender.Rows.Int64(events.Count);
                sender.Rows.Text(BulkSql.Tenant);
                sender.Rows.Bool(false);
                await sender.TurnAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await sender.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyEventsAsync(
        NpgsqlConnection connection, EventRows rows, List<StreamAppend> sorted, CancellationToken cancellationToken)
    {
        using var draw = Command(connection, sql.DrawSequences, [sorted.Sum(append => append.Events.Count)]);
        var sequences = (long[])(await draw.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        var next = 0;
        var sender = await CopySender.BeginAsync(connection, sql.CopyEvents, cancellationToken).ConfigureAwait(false);
        await using var senderScope = sender.ConfigureAwait(false);
        foreach (var (stream, expected, events) in sorted)
        {
            var version = expected;
            foreach (var happened in events)
            {
                rows.Write(sender.Rows, sequences[next++], stream.Value, ++version, happened);
                await sender.TurnAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await sender.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyEntriesAsync(
        NpgsqlConnection connection, string copy, IEnumerable<StreamAppend> appends, Dictionary<string, EntryState> states,
        CancellationToken cancellationToken)
    {
        var rows = new EntryRows();
        var sender = await CopySender.BeginAsync(connection, copy, cancellationToken).ConfigureAwait(false);
        await using var senderScope = sender.ConfigureAwait(false);
        foreach (var (stream, _, events) in appends)
        {
            if (stream.TryEntry() is { } key)
            {
                var before = states.GetValueOrDefault(stream.Value) ?? EntryEvolution.Initial(key);
                rows.Write(sender.Rows, stream.Value, events.Aggregate(before, EntryEvolution.Evolve));
                await sender.TurnAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await sender.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string text, object[] parameters, CancellationToken cancellationToken)
    {
        using var command = Command(connection, text, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string text, object[] parameters)
    {
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = database.Options.CommandTimeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return command;
    }
}
