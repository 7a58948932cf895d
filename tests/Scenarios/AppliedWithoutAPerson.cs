using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Auto-apply: what a sync names is applied by the schedule, under the limits, and nothing of a first plan that no person ever looked at.</summary>
public sealed class AppliedWithoutAPerson
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_applied_when_nothing_is_named()
    {
        using var world = new World();
        world.HireMany(3);
        await using var cycle = await Cycle.StartAsync(world);
        await cycle.PassAsync(Interval);
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task Newcomers_and_updates_are_applied_by_the_engine_and_blocks_wait_as_a_plan()
    {
        using var world = await OpenedAsync("New", "Update");
        world.Hire("newcomer");
        world.Edit("guid-p001", person => person with { Attributes = person.Attributes.With(AttributeNames.Title, "Boss") });
        world.Edit("guid-p002", person => person with { Enabled = false });
        await using var cycle = await Cycle.StartAsync(world);

        Assert.NotNull(world.AccountOf("newcomer@corp.example"));
        Assert.Equal("Boss", world.AccountOf("p001@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.True(world.AccountOf("p002@corp.example")!.Enabled);
        var waiting = (await world.Engine.ListPlansAsync(World.Sync, 1, Token))[0];
        Assert.Equal(PlanStatus.Prepared, waiting.Status);
        Assert.Equal((0, 0, 1), (waiting.Prepared!.Counts["New"], waiting.Prepared.Counts["Update"], waiting.Prepared.Counts["Block"]));
        await world.Engine.ApplyAsync(waiting.Id, World.Anna, null, Token);
        Assert.False(world.AccountOf("p002@corp.example")!.Enabled);
    }

    [Fact]
    public async Task The_fast_lane_blocks_the_disabled_and_leaves_the_absent()
    {
        using var world = await OpenedAsync("Block:SourceDisabled");
        world.Edit("guid-p001", person => person with { Enabled = false });
        world.Fire("p002");
        await using var cycle = await Cycle.StartAsync(world);

        Assert.False(world.AccountOf("p001@corp.example")!.Enabled);
        Assert.True(world.AccountOf("p002@corp.example")!.Enabled);
    }

    [Fact]
    public async Task Rows_that_a_limit_holds_wait_for_a_named_person_and_go_with_the_next_cycle_once_approved()
    {
        using var world = await OpenedAsync(sync => sync.Limit("Block", 2), "Block");
        for (var i = 0; i < 3; i++)
        {
            world.Edit($"guid-p00{i}", person => person with { Enabled = false });
        }

        await using var cycle = await Cycle.StartAsync(world);
        Assert.Equal(3, (await cycle.ToldAsync(NotificationKind.RowsHeld)).Rows);
        Assert.All(world.Application.Contents.Where(account => account.Kind == EntryKind.Account), account => Assert.True(account.Enabled));

        var plan = (await world.Engine.ListPlansAsync(World.Sync, 1, Token))[0];
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "They all left", Token);
        await cycle.PassAsync(Interval);
        Assert.Equal(3, world.Application.Contents.Count(account => account.Kind == EntryKind.Account && !account.Enabled));
    }

    [Fact]
    public async Task No_block_and_no_newcomer_of_a_first_plan_over_a_target_with_people()
    {
        using var world = new World(sync => Name(sync, "New", "Bind", "Block"));
        world.Account("boris@corp.example", "Boris");
        world.Account("carla@corp.example", "Carla");
        world.Account("stranger@corp.example", "Stranger");
        world.Hire("boris", "Boris");
        world.Hire("eva", "Eva");
        world.Hire("carla", "Carla");
        world.Edit("guid-carla", person => person with { Enabled = false });
        await using var cycle = await Cycle.StartAsync(world);
        await cycle.PassAsync(Interval);
        await cycle.PassAsync(Interval);
        Assert.Null(world.AccountOf("eva@corp.example"));
        Assert.True(world.AccountOf("carla@corp.example")!.Enabled);
        Assert.Null((await world.PrepareAsync()).FindRow("boris"));

        await world.SyncAsync();
        world.Hire("seth", "Seth");
        world.Edit("guid-boris", person => person with { Enabled = false });
        await cycle.PassAsync(Interval);
        Assert.NotNull(world.AccountOf("seth@corp.example"));
        Assert.False(world.AccountOf("boris@corp.example")!.Enabled);
    }

    [Fact]
    public async Task An_empty_target_is_filled()
    {
        using var world = new World(sync => Name(sync, "New"));
        world.HireMany(3);
        await using var cycle = await Cycle.StartAsync(world);
        world.Hire("later");
        await cycle.PassAsync(Interval);
        Assert.Equal(4, world.Application.Contents.Count(account => account.Kind == EntryKind.Account));
    }

    [Fact]
    public async Task What_a_person_left_out_or_rejected_is_not_applied_behind_his_back()
    {
        using var world = await OpenedAsync("New");
        world.Hire("eva");
        var plan = await world.PrepareAsync();
        await world.Engine.ChooseRowsAsync(plan.Id, World.Anna, [], [plan.Row("eva").Id], Token);
        await using var cycle = await Cycle.StartAsync(world);
        world.Hire("seth", "Seth");
        await cycle.PassAsync(Interval);
        await cycle.PassAsync(Interval);
        Assert.NotNull(world.AccountOf("seth@corp.example"));
        Assert.Null(world.AccountOf("eva@corp.example"));
    }

    [Fact]
    public async Task A_rejected_plan_is_not_applied_by_the_next_cycle_and_another_plan_is()
    {
        using var world = await OpenedAsync("New");
        world.Hire("eva");
        var plan = await world.PrepareAsync();
        await world.Engine.RejectAsync(plan.Id, World.Anna, "Not yet", Token);
        world.Time.Advance(Interval);
        await using var cycle = await Cycle.StartAsync(world);
        Assert.Null(world.AccountOf("eva@corp.example"));

        world.Hire("seth", "Seth");
        await cycle.PassAsync(Interval);
        Assert.NotNull(world.AccountOf("seth@corp.example"));
    }

    private static Task<World> OpenedAsync(params string[] rules) => OpenedAsync(_ => { }, rules);

    /// <summary>Fifty people whom a person brought in, the day before.</summary>
    private static async Task<World> OpenedAsync(Action<SyncOptions> configure, params string[] rules)
    {
        var world = new World(sync =>
        {
            Name(sync, rules);
            configure(sync);
        });
        world.HireMany(50);
        await world.SyncAsync();
        world.Time.Advance(TimeSpan.FromHours(20));
        return world;
    }

    private static void Name(SyncOptions sync, params string[] rules)
    {
        foreach (var rule in rules)
        {
            sync.AutoApply.Add(rule);
        }
    }
}
