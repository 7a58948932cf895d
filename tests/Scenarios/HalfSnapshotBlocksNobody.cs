using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>What locked out real people elsewhere: a reading that failed, came back short, or showed nobody.</summary>
public sealed class HalfSnapshotBlocksNobody
{
    private static async Task<World> Synced()
    {
        var world = new World();
        world.HireMany(700);
        await world.SyncAsync();
        return world;
    }

    [Fact]
    public async Task A_reading_that_ends_after_a_batch_blocks_nobody_whoever_was_missing()
    {
        for (var batches = 0; batches < 2; batches++)
        {
            using var world = await Synced();
            world.Fire("p007");
            world.Edit("guid-p001", r => r with { Enabled = false });
            world.Edit("guid-p699", r => r with { Enabled = false });
            world.Hire("newcomer", "Newcomer");
            world.Directory.Records.Reverse(1, world.Directory.Records.Count - 1);
            world.Directory.FailAfterBatches = batches;
            var plan = await world.PrepareAsync();

            Assert.True(plan.Incomplete);
            Assert.Empty(world.Directory.Asked);
            Assert.Equal(0, plan.Counts[RowStatus.Block]);
            Assert.Contains(plan.Findings, f => f.Code == "ReadIncomplete");
            await world.ApplyAsync(plan);
            Assert.All(world.Application.Contents, r => Assert.True(r.Enabled));

            world.Directory.FailAfterBatches = null;
            var whole = await world.PrepareAsync();
            Assert.Equal(3, whole.Counts[RowStatus.Block]);
        }
    }

    [Fact]
    public async Task A_half_read_target_makes_no_second_account_and_no_second_department()
    {
        using var world = new World();
        world.HireMany(600);
        world.Hire("ada", department: "Sales");
        world.Hire("bob", "Bob");
        world.Account("bob@corp.example", "Bob");
        world.Application.Reading.FailAfterBatches = 0;
        var plan = await world.PrepareAsync();
        Assert.Equal(0, plan.Counts[RowStatus.New]);
        Assert.Equal(602, plan.Rows.Count(r => r is { Status: RowStatus.Deferred, Reason: Reason.ReadIncomplete }));
        await world.ApplyAsync(plan);
        Assert.Empty(world.Application.Calls);

        world.Application.Reading.FailAfterBatches = null;
        Assert.Equal(RowStatus.Bind, (await world.PrepareAsync()).Row("bob").Status);
    }

    [Fact]
    public async Task One_record_that_cannot_be_kept_never_stops_the_rest()
    {
        using var world = new World();
        world.Hire("ada", "Ad\0a");
        world.Directory.Records.Add(new SourceRecord { Kind = EntryKind.Account, Anchor = "" });
        world.Directory.Records.Add(new SourceRecord { Kind = EntryKind.Account, Anchor = new string('x', 2_000) });
        var plan = await world.PrepareAsync();
        Assert.Equal(RowStatus.New, plan.Row("ada").Status);
        Assert.Contains(plan.Reads[0].Problems, p => p.Code == "AnchorUnusable");
    }

    [Fact]
    public async Task A_clean_answer_that_shows_nobody_is_not_believed()
    {
        using var world = await Synced();
        world.Directory.Records.RemoveAll(r => r.Kind == EntryKind.Account);
        var plan = await world.PrepareAsync();
        Assert.True(plan.Incomplete);
        Assert.Equal(0, plan.Counts[RowStatus.Block]);
        Assert.Contains(plan.Reads[0].Problems, p => p.Code == "EmptyRead");
    }

    [Fact]
    public async Task Trouble_while_confirming_concludes_nothing()
    {
        using var world = await Synced();
        world.Fire("p007");
        world.Directory.Answers["guid-p007"] = ConfirmationAnswer.CannotTell;
        var plan = await world.PrepareAsync();
        Assert.Equal(0, plan.Counts[RowStatus.Block]);
        Assert.Null(plan.FindRow("p007"));
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_needs_a_second_export()
    {
        using var world = await Synced();
        world.Directory.CanConfirm = false;
        world.Fire("p007");
        var first = await world.PrepareAsync();
        Assert.Equal((RowStatus.Deferred, Reason.AbsenceUnconfirmed), (first.Row("p007").Status, first.Row("p007").Reason));

        var again = await world.PrepareAsync();
        Assert.Equal(RowStatus.Deferred, again.Row("p007").Status); // the same export proves nothing more

        world.Directory.Version = 2;
        var second = await world.PrepareAsync();
        Assert.Equal((RowStatus.Block, Reason.SourceAbsent), (second.Row("p007").Status, second.Row("p007").Reason));
    }

    [Fact]
    public async Task Another_system_under_the_same_name_stops_the_run()
    {
        using var world = await Synced();
        world.Directory.Identity = "another-domain";
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(world.PrepareAsync);
        Assert.Equal("IdentityChanged", error.Code);
    }
}
