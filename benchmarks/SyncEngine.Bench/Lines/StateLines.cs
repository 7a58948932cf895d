using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Lines;

/// <summary>Key and fingerprint of everyone, beside COPY out of the same bytes.</summary>
internal sealed class KnownLoad() : BenchLine("known-load", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(world.Piece("known", await world.ImportedAsync(cancellationToken)), cancellationToken);
        Check(result.Count, world.Entries, "Entries known");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await PieceProcess.RunAsync(
        world.Piece("copy-out", await world.ImportedAsync(cancellationToken)) with
        {
            Path = $"select kind, anchor_key, fingerprint, presence from {MartenStoreOptions.SchemaDefault}.mt_doc_entry where system = '{BigCompany.Directory}'",
        },
        cancellationToken);
}

/// <summary>Everyone's state as of a past sequence, beside COPY out of the event rows it is made of.</summary>
internal sealed class ReplayRead() : BenchLine("replay-read", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var imported = await world.ImportedAsync(cancellationToken);
        var result = await PieceProcess.RunAsync(
            world.Piece("replay", imported) with { Sequence = await LastAsync(world, cancellationToken) }, cancellationToken);
        Check(result.Count, world.Entries, "States");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var last = await LastAsync(world, cancellationToken);
        return await PieceProcess.RunAsync(
            world.Piece("copy-out", await world.ImportedAsync(cancellationToken)) with
            {
                Path = string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"select stream_id, version, type, data from {MartenStoreOptions.SchemaDefault}.mt_events where seq_id <= {last} and stream_id like 'entry:%'"),
            },
            cancellationToken);
    }

    private static async Task<long> LastAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await (await world.ImportedAsync(cancellationToken)).ScalarAsync<long>(
            $"select max(seq_id) from {MartenStoreOptions.SchemaDefault}.mt_events", cancellationToken);
}

/// <summary>Everyone's state made again from events, beside Marten's own rebuild of the same projection.</summary>
internal sealed class RebuildVsMarten() : BenchLine("rebuild-vs-marten", LineUnit.Rate)
{
    internal override Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken) =>
        throw new BenchException("ours is not there yet");

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await world.InCopyAsync(
        await world.ImportedAsync(cancellationToken),
        database => world.Piece("rebuild-marten", database),
        database => ImportCheck.EnsureAsync(world, database, cancellationToken),
        cancellationToken);
}
