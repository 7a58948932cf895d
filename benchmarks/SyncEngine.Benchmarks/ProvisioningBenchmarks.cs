using BenchmarkDotNet.Attributes;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Benchmarks;

/// <summary>
/// What does a plan cost, and does it grow with the population? Baseline: a hash join of the same people and accounts by address that
/// compares the same fields and does nothing else.
/// </summary>
[MemoryDiagnoser]
public class ProvisioningBenchmarks
{
    private List<EntryState> people = [];
    private List<EntryState> accounts = [];
    private PlanningInput input = null!;

    [Params(1_000, 10_000)]
    public int People { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        people = [.. Enumerable.Range(0, People).Select(i => Population.Known(Population.Directory, Population.Record(i, i % 10 == 0 ? "Changed" : null)))];
        accounts = [.. Enumerable.Range(0, People).Where(i => i % 20 != 0).Select(Account)];
        var policy = PolicyFactory.Make(new SyncOptions { DepartmentSeparator = "/" }.From("corp-ad").To("pyrus"), null);
        var read = new Receipt { System = Population.Directory, Complete = true, Identity = "x" };
        input = new PlanningInput
        {
            Sync = new SyncName("staff"),
            Policy = policy,
            Reads = [read],
            Engine = "benchmark",
        };
    }

    [Benchmark(Baseline = true)]
    public int HashJoin()
    {
        var byEmail = accounts.ToDictionary(a => a.Attributes[AttributeNames.Email]!, StringComparer.OrdinalIgnoreCase);
        var different = 0;
        foreach (var person in people)
        {
            if (!byEmail.TryGetValue(person.Attributes[AttributeNames.Email]!, out var account)
                || person.Attributes[AttributeNames.FirstName] != account.Attributes[AttributeNames.FirstName]
                || person.Attributes[AttributeNames.LastName] != account.Attributes[AttributeNames.LastName]
                || person.Attributes[AttributeNames.Title] != account.Attributes[AttributeNames.Position]
                || person.Attributes[AttributeNames.Phone] != account.Attributes[AttributeNames.Phone])
            {
                different++;
            }
        }

        return different;
    }

    [Benchmark]
    public int Plan() => PlanInMemory.Prepare(input, [.. people, Population.Unit()], accounts).Rows;

    private static EntryState Account(int i)
    {
        var source = Population.Record(i);
        return Population.Known(Population.Application, source with
        {
            Anchor = $"{100_000 + i}",
            Parent = null,
            Attributes = source.Attributes.With(AttributeNames.Position, source.Attributes.Values(AttributeNames.Title)).With(AttributeNames.Title).With(AttributeNames.Department),
        });
    }
}
