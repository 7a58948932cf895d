using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.Model;
using static SyncEngine.Tests.Engine.CaptureRig;

namespace SyncEngine.Tests.Engine;

/// <summary>
/// Random worlds that change the way a directory does, telling as little as one does: what is known from changes is what a full reading of a new store
/// gives.
/// </summary>
public sealed class DeltaEqualsFullTests
{
    private const int Rounds = 12;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_changes_add_up_to_is_what_a_full_reading_shows(int seed)
    {
        var random = new Random(seed);
        var rig = new CaptureRig(
        [
            .. Enumerable.Range(0, 4).Select(i => Unit($"u{i}", i == 0 ? null : "u0")),
            .. Enumerable.Range(0, 12).Select(i => Person($"p{i}", $"u{i % 4}", manager: i == 0 ? null : "p0")),
            .. Enumerable.Range(0, 4).Select(i => Group($"g{i}", "p0", $"p{i + 1}", $"p{i + 2}")),
        ]);
        await rig.CaptureAsync();
        for (var round = 0; round < Rounds; round++)
        {
            rig.Source.Untold.Clear();
            for (var change = random.Next(6); change > 0; change--)
            {
                Change(rig, random, round);
            }

            rig.Source.FailAfterBatches = random.NextDouble() < 0.2 ? random.Next(3) : null;
            if (random.NextDouble() < 0.1)
            {
                rig.Source.ForgetCursors();
            }

            var receipt = await rig.CaptureAsync();
            rig.Source.FailAfterBatches = null;
            if (!receipt.Complete)
            {
                receipt = await rig.CaptureAsync();
            }

            Assert.True(receipt.Complete);
            var fresh = new CaptureRig(rig.Source.Records);
            await fresh.CaptureAsync();
            Assert.Equal(await fresh.PresentAsync(), await rig.PresentAsync());
        }
    }

    private static void Change(CaptureRig rig, Random random, int round)
    {
        var records = rig.Source.Records;
        var at = random.Next(records.Count);
        var record = records[at];
        switch (random.Next(7))
        {
            case 0 when record is { Kind: EntryKind.Account, Deleted: false }:
                records[at] = record with { Deleted = true };
                Drop(rig, record.Anchor);
                break;
            case 1 when record is { Kind: EntryKind.Account, Deleted: true }:
                // It comes back with the links the directory kept, and only itself is told.
                records[at] = record with { Deleted = false, Arrived = true };
                Untold(rig, records.FindIndex(r => r.Kind == EntryKind.Group), group => group with { Members = [.. group.Members.Add(record.Anchor).Distinct()] });
                break;
            case 2 when record is { Kind: EntryKind.Account, Deleted: false }:
                records[at] = record with { Enabled = !record.Enabled };
                break;
            case 3 when record.Kind == EntryKind.Group && records.FirstOrDefault(r => r is { Kind: EntryKind.Account, Deleted: false }) is { } member:
                var has = record.Members.Contains(member.Anchor);
                records[at] = record with { Members = has ? record.Members.Remove(member.Anchor) : record.Members.Add(member.Anchor) };
                break;
            case 4 when !record.Deleted:
                var text = string.Create(CultureInfo.InvariantCulture, $"{record.Anchor} {round}");
                records[at] = record with { Attributes = record.Attributes.With(AttributeNames.Name, text) };
                break;
            case 5 when record is { Kind: EntryKind.Account, Deleted: false }:
                records[at] = record with { Parent = string.Create(CultureInfo.InvariantCulture, $"u{random.Next(4)}") };
                break;
            default:
                records.Add(Person(string.Create(CultureInfo.InvariantCulture, $"new{round}-{records.Count}"), "u1", manager: "p3"));
                break;
        }
    }

    /// <summary>A deleted person leaves every group and every report without a word about these.</summary>
    private static void Drop(CaptureRig rig, string anchor)
    {
        for (var i = 0; i < rig.Source.Records.Count; i++)
        {
            var record = rig.Source.Records[i];
            if (record.Members.Contains(anchor))
            {
                Untold(rig, i, group => group with { Members = group.Members.Remove(anchor) });
            }
            else if (record.Attributes[AttributeNames.Manager] == anchor)
            {
                Untold(rig, i, person => person with { Attributes = person.Attributes.With(AttributeNames.Manager, []) });
            }
        }
    }

    private static void Untold(CaptureRig rig, int at, Func<SourceRecord, SourceRecord> change)
    {
        rig.Source.Records[at] = change(rig.Source.Records[at]);
        rig.Source.Untold.Add(rig.Source.Records[at].Anchor);
    }
}
