using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Groups picked by command count beside configured ones, are kept by id, and going back to everyone is said in so many words.</summary>
public sealed class GroupsPickedByHand
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static World Company(Action<SyncOptions>? configure = null)
    {
        var world = new World(configure);
        world.HireMany(40);
        world.Group("g-a", "Paris office", [.. Enumerable.Range(0, 30).Select(i => $"guid-p{i:000}")]);
        world.Group("g-b", "Paris visitors", [.. Enumerable.Range(30, 5).Select(i => $"guid-p{i:000}")]);
        return world;
    }

    private static Task ChangeAsync(World world, RuleChange change) => world.Engine.ChangeRulesAsync(World.Sync, [change], World.Anna, "the pilot", Token);

    private static EntryKey Group(string anchor) => new(new SystemName("corp-ad"), EntryKind.Group, anchor);

    [Fact]
    public async Task A_pick_narrows_everyone_to_its_members_and_says_so_before()
    {
        using var world = Company();
        Assert.Equal(40, (await world.PrepareAsync()).Counts[RowStatus.New]);
        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.PickGroup(Group("g-a"))], World.Anna, "a consultant", Token);
        Assert.Equal(new RowShift(RowStatus.New, null, 10), Assert.Single(effect.Shifts));
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-a")));
        var plan = await world.PrepareAsync();
        Assert.Equal((30, 10), (plan.Counts[RowStatus.New], plan.Counts.OutOfScope));
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task A_pick_is_followed_through_a_rename()
    {
        using var world = Company();
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-a")));
        world.Edit("g-a", r => r with { Attributes = AttributeSet.Of((AttributeNames.Name, "Lyon office")) });
        Assert.Equal(30, (await world.PrepareAsync()).Counts[RowStatus.New]);
        Assert.Equal("Lyon office", Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Groups!.Value).Name);
    }

    [Fact]
    public async Task Picks_and_configured_groups_count_together_and_each_is_taken_back_where_it_was_made()
    {
        using var world = Company(sync => sync.PickGroups("Paris office"));
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-b")));
        Assert.Equal(35, (await world.PrepareAsync()).Counts[RowStatus.New]);
        Assert.Equal([("g-a", true), ("g-b", false)], (await world.Engine.ReadRulesAsync(World.Sync, Token)).Groups!.Value.Select(g => (g.Group.Anchor, g.Chosen is null)));

        var error = await Assert.ThrowsAsync<RuleException>(() => ChangeAsync(world, RuleChange.UnpickGroup(Group("g-a"))));
        Assert.Equal("ConfiguredGroup", error.Code);
        await ChangeAsync(world, RuleChange.UnpickGroup(Group("g-b")));
        Assert.Equal(30, (await world.PrepareAsync()).Counts[RowStatus.New]);
    }

    [Fact]
    public async Task The_last_pick_taken_back_leaves_nobody_and_only_ending_the_picks_means_everyone()
    {
        using var world = Company();
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-a")));
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.UnpickGroup(Group("g-a")));
        Assert.Equal(0, (await world.PrepareAsync()).Counts[RowStatus.New]);
        Assert.Empty((await world.Engine.ReadRulesAsync(World.Sync, Token)).Groups!.Value);

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.EndPicks()], World.Anna, "a consultant", Token);
        Assert.Equal(new RowShift(null, RowStatus.New, 40), Assert.Single(effect.Shifts));
        await ChangeAsync(world, RuleChange.EndPicks());
        Assert.Equal(40, (await world.PrepareAsync()).Counts[RowStatus.New]);
        Assert.Null((await world.Engine.ReadRulesAsync(World.Sync, Token)).Groups);
    }

    [Fact]
    public async Task Whom_a_changed_pick_alone_leaves_out_is_held_as_a_matter_of_policy()
    {
        using var world = Company();
        await world.SyncAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-a")));
        var plan = await world.PrepareAsync();
        Assert.Equal(10, plan.Rows.Count(r => r is { Status: RowStatus.Block, Reason: Reason.PolicyChanged, Held: not null }));
    }

    [Fact]
    public async Task Candidates_are_found_by_a_part_of_the_name_and_a_whole_name_beats_a_part()
    {
        using var world = Company();
        world.Group("g-c", "Paris");
        await world.PrepareAsync();
        Assert.Equal(["g-a", "g-b", "g-c"], (await FindAsync("ARI")).Order(StringComparer.Ordinal));
        Assert.Equal(["g-c"], await FindAsync("paris"));
        Assert.Equal(["g-b"], await FindAsync("g-b"));
        Assert.Empty(await FindAsync("london"));
        await Assert.ThrowsAsync<RuleException>(() => ChangeAsync(world, RuleChange.PickGroup(Group("g-none"))));

        async Task<List<string>> FindAsync(string part) => [.. (await world.Engine.FindGroupsAsync(World.Sync, part, 10, Token)).Select(g => g.Key.Anchor)];
    }
}
