using System.Text.Json;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Pieces;

/// <summary>The measured pieces by name, as a child process is told them.</summary>
internal static class PieceTable
{
    internal static async Task<int> RunAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        var result = await (arguments.Piece switch
        {
            "capture" => CapturePieces.CaptureAsync(arguments, cancellationToken),
            "delta" => CapturePieces.DeltaAsync(arguments, cancellationToken),
            "prepare" => CapturePieces.PrepareAsync(arguments, cancellationToken),
            "read" => CapturePieces.ReadAsync(arguments, cancellationToken),
            "lines" => CapturePieces.LinesAsync(arguments, cancellationToken),
            "google-pages" => GooglePages.DownloadAsync(arguments, cancellationToken),
            "append" => AppendPieces.StoreAsync(arguments, cancellationToken),
            "append-session" => AppendPieces.SessionAsync(arguments, cancellationToken),
            "copy-in" => CopyPieces.InAsync(arguments, cancellationToken),
            "copy-out" => CopyPieces.OutAsync(arguments, cancellationToken),
            "known" => StatePieces.KnownAsync(arguments, cancellationToken),
            "replay" => StatePieces.ReplayAsync(arguments, cancellationToken),
            "replay-one" => StatePieces.ReplayOneAsync(arguments, cancellationToken),
            "rebuild" => StatePieces.RebuildAsync(arguments, cancellationToken),
            "rebuild-marten" => StatePieces.RebuildMartenAsync(arguments, cancellationToken),
            "plan" => PlanPieces.PlanAsync(arguments),
            "join" => PlanPieces.JoinAsync(arguments),
            "search" => SearchPieces.SearchAsync(arguments),
            "scan" => SearchPieces.ScanAsync(arguments),
            "plan-store" => PlanPieces.FromStoreAsync(arguments, cancellationToken),
            "link" => PlanPieces.LinkAsync(arguments, cancellationToken),
            "apply" => ApplyPieces.ApplyAsync(arguments, cancellationToken),
            "send" => ApplyPieces.SendAsync(arguments, cancellationToken),
            _ => throw new BenchException($"There is no piece '{arguments.Piece}'."),
        });
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result));
        return 0;
    }
}
