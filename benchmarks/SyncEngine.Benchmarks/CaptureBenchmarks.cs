using BenchmarkDotNet.Attributes;
using SyncEngine.Capture;

namespace SyncEngine.Benchmarks;

/// <summary>What does one record cost from the source's form to a comparable observation? Baseline: hashing the same text once.</summary>
[MemoryDiagnoser]
public class CaptureBenchmarks
{
    private readonly SourceRecord record = Population.Record(4711);
    private readonly byte[] text = System.Text.Encoding.UTF8.GetBytes(Population.Record(4711).Attributes.ToString());

    [Benchmark(Baseline = true)]
    public byte[] HashOfTheSameText() => System.Security.Cryptography.SHA256.HashData(text);

    [Benchmark]
    public object Observe() => Observer.Observe(Population.Directory, record);
}
