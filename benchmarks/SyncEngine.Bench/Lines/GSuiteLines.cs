using System.Globalization;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Lines;

/// <summary>
/// Reading a company from an emulated G Suite, records thrown away, beside a plain HTTP client that downloads the same pages. The second of two readings
/// counts on both sides: a host reads for days.
/// </summary>
internal sealed class ReadGSuite() : BenchLine("read-gsuite", LineUnit.Time), IAsyncDisposable
{
    private BenchGoogle? google;

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken) =>
        google = await BenchGoogle.StartAsync(Size(world), cancellationToken);

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(google!.Piece("read"), cancellationToken);
        Check(result.Count, google.Entries, "Records read");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await PagesAsync(google!, cancellationToken);

    public ValueTask DisposeAsync() => google?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static async Task<PieceResult> PagesAsync(BenchGoogle google, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(google.Piece("google-pages"), cancellationToken);
        var least = Pages(google.Users, 500) + 1 + 1 + Pages(google.Groups, 200) + (google.Groups * Pages(Math.Min(400, google.Users - 1), 200));
        Check(result.Count, least, "Pages downloaded");
        return result;
    }

    private static int Pages(int items, int size) => (items + size - 1) / size;
}

/// <summary>A whole reading of a G Suite in which nothing changed, with the store, beside the same plain HTTP client.</summary>
internal sealed class NoChangeGSuite() : BenchLine("no-change-gsuite", LineUnit.Time), IAsyncDisposable
{
    private BenchGoogle? google;
    private BenchDatabase? imported;

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        google = await BenchGoogle.StartAsync(Size(world), cancellationToken);
        imported = await world.Server.CreateAsync(null, cancellationToken);
        var first = await PieceProcess.RunAsync(Piece(imported) with { WarmUps = 0 }, cancellationToken);
        await imported.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  first read: {first.Seconds:F3} s, {first.Count} entries"));
    }

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await world.InCopyAsync(
            imported!,
            Piece,
            async database => Check(
                await database.ScalarAsync<long>($"select count(*) from {MartenStoreOptions.SchemaDefault}.mt_doc_entry where mt_version > 1", cancellationToken), 0, "Entries changed"),
            cancellationToken);
        Check(result.Count, google!.Entries, "Entries seen");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => await ReadGSuite.PagesAsync(google!, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (imported is not null)
        {
            await imported.DisposeAsync();
        }

        if (google is not null)
        {
            await google.DisposeAsync();
        }
    }

    private PieceArguments Piece(BenchDatabase database) => google!.Piece("capture") with { Connection = database.ConnectionString };
}
