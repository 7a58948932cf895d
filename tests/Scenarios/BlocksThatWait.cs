using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Nobody applies the blocks: who waits and for how long is told, and a plan of yesterday is applied by what is true today.</summary>
public sealed class BlocksThatWait
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_for_more_than_a_day_is_listed_with_the_days_the_longest_first()
    {
        using var world = await CompanyAsync();
        await LeaveAsync(world, "p001");
        await PassAsync(world, days: 2);
        await LeaveAsync(world, "p002");
        await PassAsync(world, days: 1.5);
        await LeaveAsync(world, "p003");

        Assert.Equal([("p001", 3), ("p002", 1)], await OverdueAsync(world));
        Assert.Contains("for 3 day(s)", await ToldAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_came_back_in_between_begins_anew_and_who_was_left_out_by_a_person_does_not_count()
    {
        using var world = await CompanyAsync();
        await LeaveAsync(world, "p001");
        await LeaveAsync(world, "p002");
        await PassAsync(world, days: 2);
        world.Edit("guid-p001", person => person with { Enabled = true });
        await PassAsync(world, days: 1);
        await LeaveAsync(world, "p001");
        await PassAsync(world, days: 1.5);
        Assert.Equal([("p002", 4), ("p001", 1)], await OverdueAsync(world));

        var plan = await world.PrepareAsync();
        await world.Engine.ChooseRowsAsync(plan.Id, World.Anna, [], [plan.Row("p002").Id], Token);

        Assert.Equal([("p001", 1)], await OverdueAsync(world));
    }

    [Fact]
    public async Task Applied_nobody_waits_any_more()
    {
        using var world = await CompanyAsync();
        await LeaveAsync(world, "p001");
        await PassAsync(world, days: 3);
        await world.SyncAsync();
        Assert.Empty(await OverdueAsync(world));
    }

    [Fact]
    public async Task A_plan_of_the_evening_is_applied_in_the_morning_by_what_is_true_then()
    {
        using var world = await CompanyAsync();
        await LeaveAsync(world, "p001");
        await LeaveAsync(world, "p002");
        var evening = await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromHours(14));
        world.Edit("guid-p001", person => person with { Enabled = true });
        world.Fire("p002"); // and was deleted overnight
        world.Edit("guid-p003", person => person with { Enabled = false }); // is not in the plan

        var report = await world.ApplyAsync(evening);

        Assert.Equal(
            (RowResult.AlreadySo, RowResult.Applied),
            (report.Outcomes.Single(o => o.RowId == evening.Row("p001").Id).Result, report.Outcomes.Single(o => o.RowId == evening.Row("p002").Id).Result));
        Assert.Equal((true, false, true), (Enabled(world, "p001"), Enabled(world, "p002"), Enabled(world, "p003")));
    }

    [Fact]
    public async Task While_the_operator_is_away_the_disabled_can_lose_access_by_themselves_and_nobody_else()
    {
        using var world = new World(sync => sync.AutoApply.Add("Block:SourceDisabled"));
        world.HireMany(50);
        await world.SyncAsync();
        world.Edit("guid-p001", person => person with { Enabled = false });
        world.Fire("p002");
        await using var cycle = await Cycle.StartAsync(world);
        for (var i = 0; i < 14; i++)
        {
            await cycle.PassAsync(TimeSpan.FromHours(2));
        }

        Assert.Equal((false, true), (Enabled(world, "p001"), Enabled(world, "p002")));
        Assert.Equal(["p002"], (await OverdueAsync(world)).Select(overdue => overdue.Item1));
    }

    private static async Task<World> CompanyAsync()
    {
        var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        return world;
    }

    private static async Task LeaveAsync(World world, string login)
    {
        world.Edit($"guid-{login}", person => person with { Enabled = false });
        await world.PrepareAsync();
    }

    /// <summary>Plans are prepared twice a day meanwhile.</summary>
    private static async Task PassAsync(World world, double days)
    {
        for (var half = 0; half < days * 2; half++)
        {
            world.Time.Advance(TimeSpan.FromHours(12));
            await world.PrepareAsync();
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task<List<(string, int)>> OverdueAsync(World world) =>
        [.. (await world.Engine.ListOverdueBlocksAsync(World.Sync, Token)).Select(block => (block.Row.Source!.Login!, block.Days))];

    private static async Task<string> ToldAsync(World world)
    {
        await using var cycle = await Cycle.StartAsync(world);
        await cycle.PassAsync(TimeSpan.FromHours(2));
        return (await cycle.ToldAsync(NotificationKind.BlocksOverdue)).Text;
    }

    private static bool Enabled(World world, string login) => world.AccountOf($"{login}@corp.example")!.Enabled;
}
