using BenchmarkDotNet.Attributes;
using SyncEngine.Capture;
using SyncEngine.History;

namespace SyncEngine.Benchmarks;

/// <summary>What does deciding cost for a person who is new, unchanged, or changed? Baseline: unchanged, which is nearly everybody.</summary>
[MemoryDiagnoser]
public class HistoryBenchmarks
{
    private readonly EntryState known = Population.Known(Population.Directory, Population.Record(1));
    private readonly Observation same = Observer.Observe(Population.Directory, Population.Record(1));
    private readonly Observation changed = Observer.Observe(Population.Directory, Population.Record(1, "Director"));

    [Benchmark(Baseline = true)]
    public int Unchanged() => EntryDecider.Decide(known, same).Length;

    [Benchmark]
    public int New() => EntryDecider.Decide(null, same).Length;

    [Benchmark]
    public int Changed() => EntryDecider.Decide(known, changed).Length;
}
