using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Benchmarks;

/// <summary>What does one record cost from the source's form to a comparable observation? Baseline: hashing the same text once.</summary>
[MemoryDiagnoser]
public class CaptureBenchmarks
{
    private readonly SourceRecord record = Population.Record(4711);
    private readonly byte[] text = Encoding.UTF8.GetBytes(Population.Record(4711).Attributes.ToString());

    [Benchmark(Baseline = true)]
    public byte[] HashOfTheSameText() => SHA256.HashData(text);

    [Benchmark]
    public object Observe() => Observer.Observe(Population.Directory, record);
}

/// <summary>
/// What does finding out cost that nothing changed, by the number of entries known? Time and bytes are per entry. Baseline: the obvious
/// dictionary of keys and fingerprints with a set of what was seen.
/// </summary>
[MemoryDiagnoser]
public class KnownTableBenchmarks
{
    private const int EntriesMax = 1_000_000;
    private static readonly EntryKey[] Keys = [.. Enumerable.Range(0, EntriesMax).Select(i => new EntryKey(Population.Directory, EntryKind.Account, Anchor(i)))];
    private static readonly Fingerprint[] Prints = [.. Enumerable.Range(0, EntriesMax).Select(i => Fingerprint.Of(BitConverter.GetBytes(i)))];

    [Params(1_000, 10_000, 100_000, EntriesMax)]
    public int Entries { get; set; }

    [Benchmark(Baseline = true)]
    public int DictionaryAndSet()
    {
        var known = new Dictionary<EntryKey, Fingerprint>();
        for (var i = 0; i < Entries; i++)
        {
            known[Keys[i]] = Prints[i];
        }

        var seen = new HashSet<EntryKey>();
        var unchanged = 0;
        for (var i = 0; i < Entries; i++)
        {
            unchanged += seen.Add(Keys[i]) && known[Keys[i]] == Prints[i] ? 1 : 0;
        }

        return unchanged;
    }

    [Benchmark]
    public int Table()
    {
        var table = new KnownTable();
        for (var i = 0; i < Entries; i++)
        {
            table.Add(Keys[i], Prints[i], Standing.Present);
        }

        var unchanged = 0;
        for (var i = 0; i < Entries; i++)
        {
            unchanged += table.TrySee(Keys[i].Kind, Keys[i].Anchor, out var entry) && table.IsUnchanged(entry, Prints[i]) ? 1 : 0;
        }

        return unchanged;
    }

    /// <summary>Ids without a pattern, the same for the same number.</summary>
    private static string Anchor(int i) => new Guid(SHA256.HashData(BitConverter.GetBytes(i)).AsSpan(0, 16)).ToString();
}
