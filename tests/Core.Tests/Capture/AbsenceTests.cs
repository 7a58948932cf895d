using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Tests.Capture;

/// <summary>No receipt, no absence.</summary>
public sealed class AbsenceTests
{
    private static readonly SystemName System = new("corp-ad");
    private static readonly EntryKey Known = new(System, EntryKind.Account, "a");

    [Theory]
    [InlineData(true, ReadMode.Full, true)]
    [InlineData(false, ReadMode.Full, false)]
    [InlineData(true, ReadMode.Delta, false)]
    [InlineData(false, ReadMode.Delta, false)]
    public void Only_a_complete_full_reading_detects_absence(bool complete, ReadMode mode, bool absent)
    {
        var detector = new AbsenceDetector(Table(), Receipt(complete) with { Mode = mode });
        Assert.Equal(absent, detector.Any);
        Assert.Equal(absent, detector.IsAbsent(Known));
        Assert.False(detector.IsAbsent(new EntryKey(System, EntryKind.Account, "never known")));
    }

    [Fact]
    public void What_was_seen_is_not_absent()
    {
        var table = Table();
        Assert.True(table.TrySee(Known.Kind, Known.Anchor, out _));
        Assert.False(table.TrySee(Known.Kind, Known.Anchor, out _));
        var detector = new AbsenceDetector(table, Receipt(true));
        Assert.False(detector.Any);
        Assert.False(detector.IsAbsent(Known));
    }

    [Theory]
    [InlineData(true, 0, 5, false)]
    [InlineData(true, 1, 5, true)]
    [InlineData(true, 0, 0, true)]
    [InlineData(false, 3, 5, false)]
    public void A_complete_reading_that_shows_nobody_is_not_believed(bool complete, int seen, int known, bool believed) =>
        Assert.Equal(believed, SnapshotGuard.Judge(Receipt(complete), seen, known).Complete);

    private static KnownTable Table()
    {
        var table = new KnownTable();
        table.Add(Known, Fingerprint.Of([1]), Standing.Present);
        return table;
    }

    private static Receipt Receipt(bool complete) => new() { System = System, Complete = complete, Identity = "x" };
}
