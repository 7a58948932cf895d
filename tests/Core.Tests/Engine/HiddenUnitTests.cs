using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using static SyncEngine.Tests.Engine.CaptureRig;

namespace SyncEngine.Tests.Engine;

/// <summary>A unit that is not shown any more together with its people: a lost right and a deletion look the same unless there is a tombstone.</summary>
public sealed class HiddenUnitTests
{
    private readonly CaptureRig rig = new(
        Unit("sales"), Unit("export", "sales"), Unit("empty"), Person("ann", "export"), Person("ben", "sales"), Person("cat"));

    public HiddenUnitTests() => rig.Source.TellsChanges = false;

    [Fact]
    public async Task Its_people_do_not_count_as_gone_and_the_reading_is_incomplete()
    {
        await rig.CaptureAsync();
        Hide("sales", "export", "ann", "ben", "cat");

        rig.Source.Records.Add(Person("new"));
        var receipt = await rig.CaptureAsync();

        Assert.False(receipt.Complete);
        var problem = Assert.Single(receipt.Problems, p => p.Breaking);
        Assert.Equal("UnitUnreadable", problem.Code);
        Assert.Contains("2 account(s)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("2 unit(s)", problem.Message, StringComparison.Ordinal);
        foreach (var anchor in new[] { "ann", "ben", "cat" })
        {
            Assert.Equal(EntryPresence.Present, (await rig.StateAsync(EntryKind.Account, anchor))!.Presence);
        }
    }

    [Theory]
    [InlineData(ConfirmationAnswer.Deleted)]
    [InlineData(ConfirmationAnswer.Elsewhere)]
    public async Task A_unit_that_is_known_to_be_deleted_or_elsewhere_proves_the_absence_of_its_people(ConfirmationAnswer answer)
    {
        await rig.CaptureAsync();
        Hide("sales", "export", "ann", "ben");
        rig.Source.Answers["sales"] = rig.Source.Answers["export"] = answer;

        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal(EntryPresence.Disappeared, (await rig.StateAsync(EntryKind.Account, "ann"))!.Presence);
        Assert.Equal(EntryPresence.Disappeared, (await rig.StateAsync(EntryKind.Unit, "sales"))!.Presence);
    }

    [Fact]
    public async Task A_unit_without_people_may_go_and_people_may_go_without_their_unit()
    {
        await rig.CaptureAsync();
        Hide("empty", "ben");

        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal(EntryPresence.Disappeared, (await rig.StateAsync(EntryKind.Unit, "empty"))!.Presence);
        Assert.Equal(EntryPresence.Disappeared, (await rig.StateAsync(EntryKind.Account, "ben"))!.Presence);
    }

    private void Hide(params string[] anchors)
    {
        rig.Source.Records.RemoveAll(record => anchors.Contains(record.Anchor));
        if (rig.Source.Records.All(record => record.Kind != EntryKind.Account))
        {
            rig.Source.Records.Add(Person("stays"));
        }
    }
}
