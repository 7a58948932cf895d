using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Tests.Capture;

/// <summary>No receipt, no absence.</summary>
public sealed class AbsenceTests
{
    private static readonly SystemName System = new("corp-ad");
    private static readonly EntryKey Known = new(System, EntryKind.Account, "a");

    [Theory]
    [InlineData(true, ReadMode.Full, 1)]
    [InlineData(false, ReadMode.Full, 0)]
    [InlineData(true, ReadMode.Delta, 0)]
    [InlineData(false, ReadMode.Delta, 0)]
    public void Only_a_complete_full_reading_detects_absence(bool complete, ReadMode mode, int absent) =>
        Assert.Equal(absent, new AbsenceDetector().Absent([Known], Receipt(complete) with { Mode = mode }).Count);

    [Fact]
    public void What_was_seen_is_not_absent()
    {
        var detector = new AbsenceDetector();
        Assert.True(detector.See(Known));
        Assert.False(detector.See(Known));
        Assert.Empty(detector.Absent([Known], Receipt(true)));
    }

    [Theory]
    [InlineData(true, 0, 5, false)]
    [InlineData(true, 1, 5, true)]
    [InlineData(true, 0, 0, true)]
    [InlineData(false, 3, 5, false)]
    public void A_complete_reading_that_shows_nobody_is_not_believed(bool complete, int seen, int known, bool believed) =>
        Assert.Equal(believed, SnapshotGuard.Judge(Receipt(complete), seen, known).Complete);

    private static Receipt Receipt(bool complete) => new() { System = System, Complete = complete, Identity = "x" };
}
