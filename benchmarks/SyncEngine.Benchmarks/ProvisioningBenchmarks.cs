using BenchmarkDotNet.Attributes;

namespace SyncEngine.Benchmarks;

/// <summary>
/// What does a plan cost, and does it grow with the population? All statuses are present; nine of ten people are in step. Baseline: a hash join
/// of the same people and accounts that compares the same fields and does nothing else.
/// </summary>
[MemoryDiagnoser]
public class ProvisioningBenchmarks
{
    private StatusPopulation population = null!;

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int People { get; set; }

    [GlobalSetup]
    public void Setup() => population = new StatusPopulation(People);

    [Benchmark(Baseline = true)]
    public int HashJoinOfTheSame() => HashJoin.Different(population.People, population.Accounts);

    [Benchmark]
    public Task<int> Plan() => population.PlanAsync();
}
