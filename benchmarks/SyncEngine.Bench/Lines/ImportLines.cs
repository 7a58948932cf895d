using SyncEngine.Bench.Pieces;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Lines;

/// <summary>What every first import must have left behind.</summary>
internal static class ImportCheck
{
    internal static async Task EnsureAsync(BenchWorld world, BenchDatabase database, CancellationToken cancellationToken)
    {
        await CountAsync("mt_streams where id like 'entry:%' and version = 1", "streams");
        await CountAsync("mt_events where stream_id like 'entry:%' and version = 1 and type = 'entry_discovered_v1'", "events");
        await CountAsync("mt_doc_entry where mt_version = 1", "states");

        async Task CountAsync(string rows, string what)
        {
            var count = await database.ScalarAsync<long>($"select count(*) from {MartenStoreOptions.SchemaDefault}.{rows}", cancellationToken);
            if (count != world.Entries)
            {
                throw new BenchException(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"The import left {count} {what} instead of {world.Entries}. The time does not count."));
            }
        }
    }
}

/// <summary>LDIF to committed events, streams and state, beside COPY of the very same rows.</summary>
internal sealed class FirstImportVsCopy() : BenchLine("first-import-vs-copy", LineUnit.Rate)
{
    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var imported = await world.ImportedAsync(cancellationToken);
        await ImportCheck.EnsureAsync(world, imported, cancellationToken);
        await RowFile.WriteAsync(imported, world.PathOf("rows"), BenchWorld.CopyBatch, cancellationToken);
    }

    internal override Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken) => world.InCopyAsync(
        null, database => world.Piece("capture", database), database => ImportCheck.EnsureAsync(world, database, cancellationToken), cancellationToken);

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        await using var empty = await TablesAsync(world, cancellationToken);
        var result = await PieceProcess.RunAsync(world.Piece("copy-in", empty) with { Path = world.PathOf("rows") }, cancellationToken);
        await ImportCheck.EnsureAsync(world, empty, cancellationToken);
        return result;
    }

    /// <summary>A database with the store's tables and indexes, and no rows.</summary>
    private static async Task<BenchDatabase> TablesAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var database = await world.Server.CreateAsync(null, cancellationToken);
        await PieceProcess.RunAsync(world.Piece("known", database), cancellationToken);
        return database;
    }
}

/// <summary>The append part of a first import alone, beside an ordinary Marten session.</summary>
internal sealed class FirstImportVsSession() : BenchLine("first-import-vs-session", LineUnit.Rate)
{
    internal override Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken) => AppendAsync(world, "append", cancellationToken);

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await AppendAsync(world, "append-session", cancellationToken);

    private static Task<PieceResult> AppendAsync(BenchWorld world, string piece, CancellationToken cancellationToken) => world.InCopyAsync(
        null, database => world.Piece(piece, database), database => ImportCheck.EnsureAsync(world, database, cancellationToken), cancellationToken);
}
