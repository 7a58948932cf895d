using System.Globalization;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Lines;

/// <summary>A regular expression over the rows of a plan, beside a plain look for the same text.</summary>
internal sealed class Search100000() : BenchLine("search-100000", LineUnit.Time)
{
    private const int Rows = 100_000;
    private const string Text = "region 77";

    internal override int Size(BenchWorld world) => Rows;

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken) => Checked(await RunAsync(world, "search", Text, cancellationToken));

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        Checked(await RunAsync(world, "scan", Text, cancellationToken));

    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var comments = new List<string>();
        foreach (var pattern in new[] { "^[0-9]", "(a+)+$", "щукина.*70$", "sen.or|region (1|2)$" })
        {
            var result = await RunAsync(world, "search", pattern, cancellationToken);
            comments.Add(string.Create(CultureInfo.InvariantCulture, $"{pattern}: {1000 * result.Seconds:F0} ms, {result.Count} of {Rows} rows"));
        }

        return comments;
    }

    private static Task<PieceResult> RunAsync(BenchWorld world, string piece, string text, CancellationToken cancellationToken) =>
        PieceProcess.RunAsync(world.Piece(piece) with { Path = text, Size = Rows }, cancellationToken);

    private static PieceResult Checked(PieceResult result)
    {
        Check(result.Count, Enumerable.Range(0, Rows).Count(i => i % 97 == 77), "Rows found");
        return result;
    }
}
