using BenchmarkDotNet.Attributes;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

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

/// <summary>What does folding one event and hashing it into the run's digest cost? Baseline: the fold.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Benchmark classes end with their cleanup.
public class EventBenchmarks
#pragma warning restore CA1001
{
    private static readonly Observation Observed = Observer.Observe(Population.Directory, Population.Record(1));
    private readonly IEngineEvent discovered = EntryDecider.Decide(null, Observed)[0];
    private readonly StreamName stream = StreamName.Entry(Observed.Key);
    private readonly EventHasher hasher = new(EngineEvents.Map);

    [Benchmark(Baseline = true)]
    public object Evolve() => EntryEvolution.Evolve(EntryEvolution.Initial(Observed.Key), discovered);

    [Benchmark]
    public object Hash() => hasher.Hash(stream, 1, discovered);

    [GlobalCleanup]
    public void Cleanup() => hasher.Dispose();
}
