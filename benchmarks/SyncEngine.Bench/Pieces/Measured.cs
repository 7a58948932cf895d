using System.Diagnostics;
using System.Globalization;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Pieces;

/// <summary>Measures in a child process.</summary>
internal static class Measured
{
    internal static async Task<PieceResult> RunAsync(Func<Task<long>> work)
    {
        Settle();
        var began = DateTimeOffset.UtcNow;
        var before = Cpu();
        var watch = Stopwatch.StartNew();
        var count = await work();
        return Of(watch.Elapsed, count) with { Began = began, Ended = DateTimeOffset.UtcNow, CpuSeconds = Cpu() - before };
    }

    /// <summary>The result with the memory and the whole processor time of this process.</summary>
    internal static PieceResult Of(TimeSpan elapsed, long count) =>
        new(elapsed.TotalSeconds, count, PeakMb(), Cpu());

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>What preparation left behind is cleared before the clock starts.</summary>
    internal static void Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    private static long PeakMb()
    {
        const string Peak = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(Peak, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Peak.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
