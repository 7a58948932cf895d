using System.Globalization;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Lines;

/// <summary>The same LDIF once more, nothing changed, beside reading it for nothing.</summary>
internal sealed class NoChangeLdif() : BenchLine("no-change-ldif", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var imported = await world.ImportedAsync(cancellationToken);
        var result = await world.InCopyAsync(
            imported, database => world.Piece("capture", database), database => EnsureAsync(world, database, 0, cancellationToken), cancellationToken);
        Check(result.Count, world.Entries, "Entries seen");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(world.Piece("read"), cancellationToken);
        Check(result.Count, world.Entries, "Records read");
        return result;
    }

    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var lines = await PieceProcess.RunAsync(world.Piece("lines"), cancellationToken);
        return [string.Create(CultureInfo.InvariantCulture, $"splitting the same file into lines and nothing else: {lines.Seconds:F3} s, {lines.Count} lines")];
    }

    /// <summary>Exactly as many entries have a second event as changed.</summary>
    internal static async Task EnsureAsync(BenchWorld world, BenchDatabase database, int changed, CancellationToken cancellationToken)
    {
        const string Schema = MartenStoreOptions.SchemaDefault;
        Check(await database.ScalarAsync<long>($"select count(*) from {Schema}.mt_doc_entry where mt_version = 2", cancellationToken), changed, "States changed");
        Check(
            await database.ScalarAsync<long>($"select count(*) from {Schema}.mt_events where stream_id like 'entry:%'", cancellationToken),
            world.Entries + changed,
            "Events of entries");
    }
}

/// <summary>The same LDIF with one of a thousand people changed, beside the pass in which nothing changed.</summary>
internal sealed class ChangedPart() : BenchLine("change-0.1-percent", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var imported = await world.ImportedAsync(cancellationToken);
        var ldif = world.ChangedLdif();
        return await world.InCopyAsync(
            imported,
            database => world.Piece("capture", database) with { Path = ldif },
            database => NoChangeLdif.EnsureAsync(world, database, world.Changed, cancellationToken),
            cancellationToken);
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await world.InCopyAsync(
        await world.ImportedAsync(cancellationToken), database => world.Piece("capture", database), null, cancellationToken);
}
