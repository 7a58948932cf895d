using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Only members of picked groups are in scope: nested, through circles, by primary group; and a group that vanishes takes nobody along.</summary>
public sealed class GroupsPicked
{
    [Fact]
    public async Task Nested_groups_with_a_circle_and_a_diamond_and_the_primary_group_count_each_person_once()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));
        world.Hire("direct", "Direct");
        world.Hire("nested", "Nested");
        world.Hire("primary", "Primary");
        world.Hire("outsider", "Outsider");
        world.Edit("guid-primary", r => r with { Attributes = r.Attributes.With(AttributeNames.PrimaryGroup, "g-leaf") });
        world.Group("g-staff", "Staff", "guid-direct", "g-a", "g-b");
        world.Group("g-a", "A", "g-leaf");
        world.Group("g-b", "B", "g-leaf", "g-staff");
        world.Group("g-leaf", "Leaf", "guid-nested");
        var plan = await world.PrepareAsync();
        Assert.Equal(["direct", "nested", "primary"], plan.Rows.Where(r => r.Status == RowStatus.New).Select(r => r.Source!.Login).Order());
        Assert.Equal(1, plan.Counts.OutOfScope);
    }

    [Fact]
    public async Task An_empty_list_means_nobody()
    {
        using var world = new World(sync => sync.PickGroups());
        world.HireMany(3);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_renamed_group_is_followed_and_a_vanished_one_takes_nobody_along()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));
        world.HireMany(10);
        world.Group("g-staff", "Staff", [.. world.Directory.Records.Where(r => r.Kind == EntryKind.Account).Select(r => r.Anchor)]);
        await world.SyncAsync();
        world.Edit("g-staff", r => r with { Attributes = AttributeSet.Of((AttributeNames.Name, "Everybody")) });
        Assert.Equal(10, (await world.PrepareAsync()).Counts.Noop);

        world.Directory.Records.RemoveAll(r => r.Anchor == "g-staff");
        var plan = await world.PrepareAsync();
        Assert.Equal(10, plan.Rows.Count(r => r is { Status: RowStatus.Deferred, Reason: Reason.GroupUnreadable }));
        Assert.Contains(plan.Findings, f => f.Code == "GroupMissing");
    }

    [Fact]
    public async Task A_group_made_again_under_the_same_name_is_another_group_and_the_plan_asks()
    {
        using var world = new World(sync => sync.PickGroups("Staff"));
        world.HireMany(10);
        var everybody = world.Directory.Records.Where(r => r.Kind == EntryKind.Account).Select(r => r.Anchor).ToArray();
        world.Group("g-staff", "Staff", everybody);
        await world.SyncAsync();

        world.Directory.Records.RemoveAll(r => r.Anchor == "g-staff");
        world.Group("g-new", "STAFF", everybody[..3]);
        var plan = await world.PrepareAsync();

        Assert.Equal(10, plan.Rows.Count(r => r is { Status: RowStatus.Deferred, Reason: Reason.GroupUnreadable }));
        var finding = Assert.Single(plan.Findings, f => f.Code.StartsWith("Group", StringComparison.Ordinal));
        Assert.Equal("GroupReplaced", finding.Code);
        Assert.Contains("g-new", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_the_group_blocks_as_out_of_scope()
    {
        using var world = new World(sync => sync.PickGroups("g-staff"));
        world.HireMany(50);
        world.Group("g-staff", "Staff", [.. world.Directory.Records.Where(r => r.Kind == EntryKind.Account).Select(r => r.Anchor)]);
        await world.SyncAsync();
        world.Edit("g-staff", r => r with { Members = r.Members.Remove("guid-p004") });
        Assert.Equal((RowStatus.Block, Reason.OutOfScope), ((await world.PrepareAsync()).Row("p004").Status, (await world.PrepareAsync()).Row("p004").Reason));
        world.Edit("g-staff", r => r with { Members = [], MembersComplete = false });
        world.Edit("guid-p004", r => r with { Enabled = false });
        Assert.Equal(1, (await world.PrepareAsync()).Counts[RowStatus.Block]);
    }

    [Fact]
    public async Task A_group_that_does_not_exist_is_a_configuration_error_that_lists_candidates()
    {
        using var world = new World(sync => sync.PickGroups("Stuff"));
        world.Hire("ada");
        world.Group("g-staff", "Staff", "guid-ada");
        var error = await Assert.ThrowsAsync<ConfigurationException>(world.PrepareAsync);
        Assert.Contains("Staff", error.Message, StringComparison.Ordinal);
    }
}
