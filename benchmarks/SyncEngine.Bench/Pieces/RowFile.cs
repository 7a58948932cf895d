using System.Text.Json;
using Npgsql;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Pieces;

/// <summary>Rows of an imported database in the binary form of COPY, batch by batch, as the import would have written them; beside it an index of the parts.</summary>
internal sealed record RowFile(IReadOnlyDictionary<string, string> Columns, IReadOnlyList<RowBatch> Batches)
{
    private const string Schema = MartenStoreOptions.SchemaDefault;

    /// <summary>Tables in the order of their references, with the column that names the stream.</summary>
    private static readonly (string Table, string Stream, string Order)[] Tables =
        [("mt_streams", "id", "b.n"), ("mt_events", "stream_id", "t.seq_id"), ("mt_doc_entry", "id", "b.n")];

    internal static RowFile Open(string path) => JsonSerializer.Deserialize<RowFile>(File.ReadAllText(path + ".json"))!;

    internal string CopyIn(RowPart part) => $"COPY {Schema}.{part.Table} ({Columns[part.Table]}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Takes the rows out of a database in which all entries were imported.</summary>
    internal static async Task WriteAsync(BenchDatabase database, string path, int batchSize, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            $"""
            create temp table bench_batch as
            select stream_id as id, n, (n - 1) / {batchSize} as batch
            from (select stream_id, row_number() over (order by min(seq_id)) as n
                  from {Schema}.mt_events where stream_id like 'entry:%' group by stream_id) as numbered;
            create index on bench_batch (batch);
            analyze bench_batch
            """,
            cancellationToken);
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (table, _, _) in Tables)
        {
            columns[table] = await TextAsync(
                connection,
                $"""
                select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
                where table_schema = '{Schema}' and table_name = '{table}' and is_generated = 'NEVER'
                """,
                cancellationToken);
        }

        var last = int.Parse(await TextAsync(connection, "select coalesce(max(batch), -1)::text from bench_batch", cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        var batches = new List<RowBatch>();
        await using var file = File.Create(path);
        for (var batch = 0; batch <= last; batch++)
        {
            var parts = new List<RowPart>();
            foreach (var (table, stream, order) in Tables)
            {
                var wanted = string.Join(", ", columns[table].Split(", ").Select(column => "t." + column));
                var offset = file.Position;
                await using (var rows = await connection.BeginRawBinaryCopyAsync(
                    $"COPY (select {wanted} from bench_batch b join {Schema}.{table} t on t.{stream} = b.id where b.batch = {batch} order by {order}) TO STDOUT (FORMAT BINARY)",
                    cancellationToken))
                {
                    await rows.CopyToAsync(file, cancellationToken);
                }

                parts.Add(new RowPart(table, offset, file.Position - offset));
            }

            batches.Add(new RowBatch(parts));
        }

        await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(new RowFile(columns, batches)), cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>What goes into one transaction.</summary>
internal sealed record RowBatch(IReadOnlyList<RowPart> Parts);

/// <summary>The rows of one table in a batch.</summary>
internal sealed record RowPart(string Table, long Offset, long Length);
