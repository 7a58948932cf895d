using System.Globalization;
using CsCheck;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Tests.Capture;

public sealed class KnownTableTests
{
    private static readonly SystemName System = new("corp-ad");

    /// <summary>Few anchors, so that the same come again: ids, ids in another spelling, numbers, and texts.</summary>
    private static readonly Gen<EntryKey> Keys = Gen.Select(
        Gen.Enum<EntryKind>(),
        Gen.OneOf(
            Gen.Int[0, 40].Select(Id),
            Gen.Int[0, 40].Select(i => Id(i).ToUpperInvariant()),
            Gen.Int[0, 40].Select(i => i.ToString(CultureInfo.InvariantCulture)),
            Gen.Int[17, 41].Select(i => new string('9', i)),
            Gen.Int[17, 41].Select(i => $"1{new string('0', i - 1)}"),
            Gen.Int[17, 41].Select(i => $"01{new string('0', i - 2)}"),
            Gen.Int[0, 5].Select(i => new string('я', 1 + (i * 100)))))
        .Select((kind, anchor) => new EntryKey(System, kind, anchor));

    [Fact]
    public void It_answers_what_a_dictionary_would() => Gen.Select(
        Gen.Select(Keys, Gen.Int[0, 3], Gen.Enum<Standing>()).List[0, 100], Gen.Select(Keys, Gen.Int[0, 3]).List[0, 200]).Sample((known, shown) =>
    {
        var model = known.DistinctBy(k => k.Item1).Where(k => k.Item3 != Standing.Unknown).ToDictionary(k => k.Item1, k => (Print: Print(k.Item2), Standing: k.Item3));
        var table = new KnownTable();
        foreach (var (key, (print, standing)) in model)
        {
            table.Add(key, print, standing);
        }

        Assert.Equal(model.Count(k => IsThere(k.Value.Standing) && k.Key.Kind == EntryKind.Account), table.Accounts);
        var seen = new HashSet<EntryKey>();
        foreach (var (key, number) in shown)
        {
            var isFirst = seen.Add(key);
            Assert.Equal(isFirst, table.TrySee(key.Kind, key.Anchor, out var entry));
            var (print, standing) = model.GetValueOrDefault(key);
            Assert.Equal(standing, table.StandingOf(entry));
            Assert.Equal(
                standing == Standing.Present && number > 0 && print == Print(number), table.IsUnchanged(entry, Print(number)));
        }

        Assert.Equal(seen.Count, table.Seen);
        var missing = model.Where(k => IsThere(k.Value.Standing)).Select(k => k.Key).Except(seen).ToHashSet();
        Assert.Equal(missing.Count, table.Missing);
        Assert.All(model.Keys.Concat(seen), key => Assert.Equal(missing.Contains(key), table.IsMissing(key)));
    });

    [Fact]
    public void A_number_and_a_guid_of_the_same_bits_are_two()
    {
        var table = new KnownTable();
        Assert.True(table.TrySee(EntryKind.Account, "1", out _));
        Assert.True(table.TrySee(EntryKind.Account, "00000001-0000-0000-0000-000000000000", out _));
        Assert.False(table.TrySee(EntryKind.Account, "1", out _));
        Assert.Equal(2, table.Seen);
    }

    [Fact]
    public void It_finds_all_of_many_and_stays_small()
    {
        const int Count = 200_000;
        var known = Enumerable.Range(0, Count).Select(i => (Key: new EntryKey(System, EntryKind.Account, Id(i)), Print: Print(i + 1))).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = new KnownTable();
        foreach (var (key, print) in known)
        {
            table.Add(key, print, Standing.Present);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        Assert.InRange(bytes, 33, 60); // with the smaller tables it has outgrown
        for (var i = 0; i < Count; i += 2)
        {
            Assert.True(table.TrySee(EntryKind.Account, Id(i), out var entry));
            Assert.True(table.IsUnchanged(entry, Print(i + 1)));
            Assert.False(table.IsUnchanged(entry, Print(i + 2)));
        }

        Assert.Equal(Count / 2, table.Missing);
        Assert.True(table.IsMissing(new EntryKey(System, EntryKind.Account, Id(1))));
        Assert.False(table.IsMissing(new EntryKey(System, EntryKind.Account, Id(2))));
        Assert.False(table.IsMissing(new EntryKey(System, EntryKind.Group, Id(1))));
    }

    private static bool IsThere(Standing standing) => standing is Standing.Present or Standing.Doubtful;

    private static string Id(int i) => new Guid(i, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8).ToString();

    private static Fingerprint Print(int i) => i == 0 ? Fingerprint.None : Fingerprint.Of(BitConverter.GetBytes(i));
}
