using Npgsql;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Pieces;

/// <summary>PostgreSQL's own limit: binary COPY, with nothing of ours around it.</summary>
internal static class CopyPieces
{
    private const int BufferSize = 1 << 20;

    /// <summary>Copies prepared rows into the tables, one transaction a batch.</summary>
    internal static async Task<PieceResult> InAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        var rows = RowFile.Open(arguments.Path);
        await using var file = new FileStream(arguments.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        await using var connection = new NpgsqlConnection(arguments.Connection);
        await connection.OpenAsync(cancellationToken);
        var buffer = new byte[BufferSize];
        return await Measured.RunAsync(async () =>
        {
            foreach (var batch in rows.Batches)
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                foreach (var part in batch.Parts)
                {
                    await using var copy = await connection.BeginRawBinaryCopyAsync(rows.CopyIn(part), cancellationToken);
                    file.Position = part.Offset;
                    for (var left = part.Length; left > 0;)
                    {
                        var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                        await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                        left -= read;
                    }
                }

                await transaction.CommitAsync(cancellationToken);
            }

            return rows.Batches.Count;
        });
    }

    /// <summary>Copies what a query gives out of the database and throws it away. The query is in <see cref="PieceArguments.Path"/>.</summary>
    internal static async Task<PieceResult> OutAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(arguments.Connection);
        await connection.OpenAsync(cancellationToken);
        var buffer = new byte[BufferSize];
        return await Measured.RunAsync(async () =>
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY ({arguments.Path}) TO STDOUT (FORMAT BINARY)", cancellationToken);
            long bytes = 0;
            for (int read; (read = await copy.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                bytes += read;
            }

            return bytes;
        });
    }
}
