using System.Globalization;
using SyncEngine.Bench.Lines;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Runner;

/// <summary>Measures the wanted lines and prints them, ours and reference in turn, medians.</summary>
internal static class BenchRun
{
    internal static readonly IReadOnlyList<BenchLine> Lines =
    [
        new FirstImportVsCopy(), new FirstImportVsSession(), new NoChangeLdif(), new NoChangeLdap(), new ReadOpenLdap(), new ReadSamba(), new ReadGSuite(), new NoChangeGSuite(), new Delta100(), new ChangedPart(), new KnownLoad(), new ReplayRead(),
        new RebuildVsMarten(), new PlanVsJoin(), new Search100000(), new PlanFromStore(), new Apply1000(),
    ];

    internal static async Task<int> RunAsync(int size, IReadOnlyCollection<string> only, int runs, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(cancellationToken);
        await using var world = new BenchWorld(size, server);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"# {Environment.ProcessorCount} processors, PostgreSQL {server.Version}, .NET {Environment.Version}, {runs} run(s), medians"));
        await Console.Out.WriteLineAsync("line,size,ours,reference,ratio,unit,peak-mb");
        var failed = 0;
        foreach (var line in Lines.Where(line => only.Count == 0 || only.Contains(line.Name, StringComparer.Ordinal)))
        {
            BenchWorld.Say(line.Name);
            try
            {
                await MeasureAsync(line, world, runs, cancellationToken);
            }
            catch (BenchException error)
            {
                failed++;
                await Console.Out.WriteLineAsync($"# {line.Name}: {error.Message}");
            }
            finally
            {
                if (line is IAsyncDisposable held)
                {
                    await held.DisposeAsync();
                }
            }
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task MeasureAsync(BenchLine line, BenchWorld world, int runs, CancellationToken cancellationToken)
    {
        await line.PrepareAsync(world, cancellationToken);
        var ours = new List<PieceResult>();
        var reference = new List<PieceResult>();
        for (var run = 1; run <= runs; run++)
        {
            ours.Add(Told("ours", run, await line.OursAsync(world, cancellationToken)));
            if (await line.ReferenceAsync(world, cancellationToken) is { } beside)
            {
                reference.Add(Told("reference", run, beside));
            }
        }

        await Console.Out.WriteLineAsync(Text(line.Name, line.Unit, line.Size(world), ours, reference));
        if (line.CpuName is { } cpu)
        {
            await Console.Out.WriteLineAsync(Text(cpu, LineUnit.Time, line.Size(world), [.. ours.Select(OfCpu)], [.. reference.Select(OfCpu)]));
        }

        foreach (var comment in await line.CommentsAsync(world, cancellationToken))
        {
            await Console.Out.WriteLineAsync("# " + comment);
        }
    }

    private static PieceResult OfCpu(PieceResult result) => result with { Seconds = result.CpuSeconds };

    private static string Text(string name, LineUnit unit, int size, List<PieceResult> ours, List<PieceResult> reference)
    {
        var left = Value(ours);
        var right = reference.Count == 0 ? (double?)null : Value(reference);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name},{size},{Number(left)},{(right is { } r ? Number(r) : "")},{(right is { } d ? (left / d).ToString("F2", CultureInfo.InvariantCulture) : "")},{unit.ToString().ToLowerInvariant()},{ours.Max(o => o.PeakMb)}");

        double Value(List<PieceResult> results)
        {
            var seconds = Median(results.Select(r => r.Seconds));
            return unit == LineUnit.Time ? seconds : size / seconds;
        }

        string Number(double value) => value.ToString(unit == LineUnit.Time ? "F3" : "F0", CultureInfo.InvariantCulture);
    }

    private static PieceResult Told(string side, int run, PieceResult result)
    {
        var parts = string.Concat(result.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $", {p.Key} {p.Value:0.###}")));
        BenchWorld.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"  {side} {run}: {result.Seconds:F3} s (CPU {result.CpuSeconds:F2} s, peak {result.PeakMb} MB{parts})"));
        return result;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
