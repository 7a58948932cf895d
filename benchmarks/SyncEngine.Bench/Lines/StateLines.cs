using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;

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
            Path = $"select id, fingerprint, presence from {MartenStoreOptions.SchemaDefault}.mt_doc_entry where id collate \"C\" >= 'entry:{BigCompany.Directory}/' and id collate \"C\" < 'entry:{BigCompany.Directory}0'",
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

    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var one = await PieceProcess.RunAsync(
            world.Piece("replay-one", await world.ImportedAsync(cancellationToken)) with { Sequence = await LastAsync(world, cancellationToken) }, cancellationToken);
        return [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"one person's state as of a past sequence: {1000 * one.Seconds / one.Count:F2} ms")];
    }

    private static async Task<long> LastAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await (await world.ImportedAsync(cancellationToken)).ScalarAsync<long>(
            $"select max(seq_id) from {MartenStoreOptions.SchemaDefault}.mt_events", cancellationToken);
}

/// <summary>Everyone's state made again from events, beside Marten's own rebuild of the same projection.</summary>
internal sealed class RebuildVsMarten() : BenchLine("rebuild-vs-marten", LineUnit.Rate)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var imported = await world.ImportedAsync(cancellationToken);
        var before = await ContentAsync(imported, cancellationToken);
        return await world.InCopyAsync(
            imported,
            database => world.Piece("rebuild", database),
            async database =>
            {
                if (await ContentAsync(database, cancellationToken) != before)
                {
                    throw new BenchException("The rebuilt states are not those that were kept. The time does not count.");
                }
            },
            cancellationToken);
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await world.InCopyAsync(
        await world.ImportedAsync(cancellationToken),
        database => world.Piece("rebuild-marten", database),
        database => ImportCheck.EnsureAsync(world, database, cancellationToken),
        cancellationToken);

    /// <summary>Everything in the table of states but the times.</summary>
    private static Task<string> ContentAsync(BenchDatabase database, CancellationToken cancellationToken) => database.ScalarAsync<string>(
        $"""
        select count(*) || ' ' || md5(string_agg(md5((to_jsonb(d) - 'mt_last_modified')::text), '' order by id collate "C"))
        from {MartenStoreOptions.SchemaDefault}.mt_doc_entry d
        """,
        cancellationToken);
}
