using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>An excluded group is not entered when members of picked groups are looked for; whoever has an account and comes only through it is left as he is, not blocked.</summary>
public sealed class ExcludedGroupsKeepNobodyOutByForce
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EntryKey Group(string anchor) => new(new SystemName("corp-ad"), EntryKind.Group, anchor);

    private static World Company()
    {
        var world = new World(sync => sync.PickGroups("Staff"));
        world.Hire("direct", "Direct");
        world.Hire("both", "Both");
        world.Hire("contractor", "Con");
        world.Hire("deep", "Deep");
        world.Group("g-staff", "Staff", "guid-direct", "guid-both", "g-con");
        world.Group("g-con", "Contractors", "guid-both", "guid-contractor", "g-deep");
        world.Group("g-deep", "Deeper", "guid-deep");
        return world;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_exclusion_stops_the_descent_and_freezes_who_has_an_account(bool byFilter)
    {
        using var world = Company();
        await world.SyncAsync();
        world.Hire("late", "Late");
        world.Edit("g-deep", r => r with { Members = r.Members.Add("guid-late") });
        Assert.Equal(RowStatus.New, (await world.PrepareAsync()).Row("late").Status);
        RuleChange[] change = [byFilter ? RuleChange.AddFilter(EntryKind.Group, "name", "contract") : RuleChange.Except(Group("g-con"))];

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, change, World.Anna, "a consultant", Token);
        await world.Engine.ChangeRulesAsync(World.Sync, change, World.Anna, "they are not ours", Token);
        var plan = await world.PrepareAsync();

        Assert.Equal(effect.After.ByStatus, plan.Counts.ByStatus);
        Assert.Equal([("contractor", Reason.GroupExcluded), ("deep", Reason.GroupExcluded)], plan.Rows.Select(r => (r.Source!.Login, r.Reason)).Order());
        Assert.All(plan.Rows, r => Assert.Equal(RowStatus.Frozen, r.Status));
        Assert.Contains("only through excluded groups ('Contractors', ", plan.Row("deep").Text, StringComparison.Ordinal);
        Assert.Equal(1, plan.Counts.OutOfScope); // late, who gets no account
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task A_picked_group_that_is_excluded_takes_nobody_along()
    {
        using var world = Company();
        await world.SyncAsync();
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.Except(Group("g-staff"))], World.Anna, "by mistake", Token);
        var plan = await world.PrepareAsync();
        Assert.Equal(4, plan.Rows.Count(r => r is { Status: RowStatus.Frozen, Reason: Reason.GroupExcluded }));
        Assert.Equal(0, plan.Counts[RowStatus.Block]);
    }

    [Fact]
    public async Task Who_leaves_the_picked_groups_for_good_is_out_of_scope_all_the_same()
    {
        using var world = Company();
        await world.SyncAsync();
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.Except(Group("g-con"))], World.Anna, "x", Token);
        await world.SyncAsync();
        world.Edit("g-staff", r => r with { Members = r.Members.Remove("guid-direct") });
        Assert.Equal((RowStatus.Block, Reason.OutOfScope), ((await world.PrepareAsync()).Row("direct").Status, (await world.PrepareAsync()).Row("direct").Reason));
    }
}
