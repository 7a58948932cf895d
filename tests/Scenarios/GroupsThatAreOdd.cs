using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Picked groups that overlap, move, contain each other, cannot be read, or name people who are not read: nobody is counted twice, nobody loses access by it.</summary>
public sealed class GroupsThatAreOdd
{
    [Fact]
    public async Task Several_groups_are_a_union_in_which_everybody_counts_once()
    {
        using var world = new World(sync => sync.PickGroups("A", "B"));
        world.HireMany(5);
        world.Group("g-a", "A", "guid-p000", "guid-p001", "guid-p002");
        world.Group("g-b", "B", "guid-p002", "guid-p003");
        var plan = await world.PrepareAsync();
        Assert.Equal(["p000", "p001", "p002", "p003"], plan.Rows.Select(r => r.Source!.Login).Order());
        Assert.Equal(1, plan.Counts.OutOfScope);
    }

    [Fact]
    public async Task A_picked_group_that_moves_is_followed()
    {
        using var world = new World(sync => sync.PickGroups("CN=Staff,OU=Groups,DC=corp"));
        world.HireMany(5);
        world.Group("g-staff", "Staff", "guid-p000", "guid-p001");
        world.Edit("g-staff", r => r with { Parent = "ou-users", Attributes = r.Attributes.With(AttributeNames.Address, "CN=Staff,OU=Groups,DC=corp") });
        await world.SyncAsync();
        world.Unit("ou-other", "Elsewhere");
        world.Edit("g-staff", r => r with { Parent = "ou-other", Attributes = r.Attributes.With(AttributeNames.Address, "CN=Staff,OU=Elsewhere,DC=corp") });
        var plan = await world.PrepareAsync();
        Assert.Empty(plan.Rows);
        Assert.Equal((2, 3), (plan.Counts.Noop, plan.Counts.OutOfScope));
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public async Task Groups_that_contain_each_other_are_told_of_and_count_all_the_same()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));
        world.HireMany(3);
        world.Group("g-staff", "Staff", "g-a", "g-b", "guid-p000");
        world.Group("g-a", "A", "g-b", "guid-p001"); // a and b contain each other, and neither contains the picked one
        world.Group("g-b", "B", "g-a", "g-leaf");
        world.Group("g-leaf", "Leaf", "guid-p002");
        var plan = await world.PrepareAsync();
        Assert.Equal(3, plan.Counts[RowStatus.New]);
        var finding = Assert.Single(plan.Findings, f => f.Code == "GroupCircle");
        Assert.Contains("each other: 'A', 'B'.", finding.Text, StringComparison.Ordinal);

        world.Edit("g-b", r => r with { Members = ["g-b", "g-leaf"] });
        Assert.Contains("contains itself: 'B'.", (await world.PrepareAsync()).Findings.Single(f => f.Code == "GroupCircle").Text, StringComparison.Ordinal);
        world.Edit("g-b", r => r with { Members = ["g-leaf"] });
        Assert.DoesNotContain((await world.PrepareAsync()).Findings, f => f.Code == "GroupCircle");
    }

    [Fact]
    public async Task Members_who_are_not_read_are_counted_in_one_sentence_and_nothing_is_done_to_them()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));
        world.HireMany(3);
        world.Account("outside@corp.example", "Outside");
        world.Group("g-staff", "Staff", "guid-p000", "guid-p001", "guid-p002", "guid-outside-1", "guid-outside-2");
        var plan = await world.PrepareAsync();
        Assert.Contains("2 member(s)", Assert.Single(plan.Findings, f => f.Code == "MembersNotRead").Text, StringComparison.Ordinal);
        Assert.Equal(RowStatus.Unmanaged, plan.Row("outside@corp.example").Status);

        // Whoever was read once, and is outside of the base now, has a row of his own and is not among them.
        await world.ApplyAsync(plan);
        world.Directory.Answers["guid-p000"] = ConfirmationAnswer.Elsewhere;
        world.Fire("p000");
        plan = await world.PrepareAsync();
        Assert.Equal((RowStatus.Block, Reason.OutOfScope), (plan.Row("p000").Status, plan.Row("p000").Reason));
        Assert.Contains("2 member(s)", Assert.Single(plan.Findings, f => f.Code == "MembersNotRead").Text, StringComparison.Ordinal);

        world.Directory.FailAfterBatches = 1;
        Assert.DoesNotContain((await world.PrepareAsync()).Findings, f => f.Code == "MembersNotRead");
    }

    [Fact]
    public async Task When_one_of_five_groups_cannot_be_read_nobody_is_blocked_and_the_others_go_on()
    {
        using var world = new World(sync => sync.PickGroups("G0", "G1", "G2", "G3", "G4"));
        world.HireMany(10);
        foreach (var i in Enumerable.Range(0, 5))
        {
            world.Group($"g-{i}", $"G{i}", $"guid-p{2 * i:000}", $"guid-p{(2 * i) + 1:000}");
        }

        await world.SyncAsync();
        world.Hire("late", "Late");
        world.Edit("g-0", r => r with { Members = ["guid-p000", "guid-late"] }); // p001 moves to the group that cannot be read
        world.Edit("g-4", r => r with { Members = [], MembersComplete = false });
        world.Edit("guid-p002", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer") });
        world.Edit("guid-p008", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer") });
        world.Directory.FailAfterBatches = 1; // an adapter says so of the reading: all of it came, but not all members

        var plan = await world.PrepareAsync();

        Assert.Equal(0, plan.Counts[RowStatus.Block]);
        Assert.Equal((RowStatus.Deferred, Reason.ReadIncomplete), (plan.Row("p001").Status, plan.Row("p001").Reason));
        Assert.Equal((RowStatus.New, RowStatus.Update), (plan.Row("late").Status, plan.Row("p002").Status));
        Assert.Equal(RowStatus.Update, plan.Row("p008").Status); // known through the unread group only: as it was last known
        Assert.Null(plan.FindRow("p009"));

        world.Edit("g-4", r => r with { Members = ["guid-p001", "guid-p008", "guid-p009"], MembersComplete = true });
        world.Directory.FailAfterBatches = null;
        Assert.Null((await world.PrepareAsync()).FindRow("p001"));
    }

    [Fact]
    public async Task A_limit_of_none_keeps_everybody_who_left_the_groups_until_somebody_says_otherwise()
    {
        using var world = new World(sync => sync.PickGroups("Staff").Limit("BlockOutOfScope", 0));
        world.HireMany(50);
        world.Group("g-staff", "Staff", [.. world.Directory.Records.Where(r => r.Kind == EntryKind.Account).Select(r => r.Anchor)]);
        await world.SyncAsync();
        world.Edit("g-staff", r => r with { Members = r.Members.Remove("guid-p004") });
        world.Edit("guid-p005", r => r with { Enabled = false });

        var plan = await world.PrepareAsync();
        Assert.Equal(("BlockOutOfScope", (string?)null), (plan.Row("p004").Held, plan.Row("p005").Held));
        await world.ApplyAsync(plan);
        Assert.True(world.AccountOf("p004@corp.example")!.Enabled);
        Assert.False(world.AccountOf("p005@corp.example")!.Enabled);

        plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "she moved to the sister company", TestContext.Current.CancellationToken);
        await world.ApplyAsync(plan);
        Assert.False(world.AccountOf("p004@corp.example")!.Enabled);
    }
}
