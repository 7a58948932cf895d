using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>A renamed unit is one event and one sentence, and a limit holds what it would do until a person approves.</summary>
public sealed class OuRenameIsOneFinding
{
    private static async Task<World> Renamed()
    {
        var world = new World();
        world.Unit("ou-warsaw", "Warsaw Users");
        world.HireMany(30, "ou-warsaw");
        world.Hire("ada");
        await world.SyncAsync();
        world.Edit("ou-warsaw", r => r with { Attributes = AttributeSet.Of((AttributeNames.Name, "Warsaw Staff")) });
        world.Edit("guid-ada", r => r with { Enabled = false });
        return world;
    }

    [Fact]
    public async Task One_event_one_finding_thirty_held_rows_and_the_other_reason_goes_on()
    {
        using var world = await Renamed();
        var events = await world.EventsAsync();
        var plan = await world.PrepareAsync();

        Assert.Equal(events + 2, await world.EventsAsync());
        Assert.Equal(30, Assert.Single(plan.Findings, f => f.Code == "OuRenamed").Rows);
        Assert.Equal(("BlockOutsideUnits", 30), (Assert.Single(plan.Held).Limit, plan.Held[0].Count));
        var report = await world.ApplyAsync(plan);
        Assert.Equal((30, 1), (report.Count(RowResult.Held), report.Count(RowResult.Applied)));
        Assert.False(world.AccountOf("ada@corp.example")!.Enabled);
        Assert.True(world.AccountOf("p003@corp.example")!.Enabled);
    }

    [Fact]
    public async Task An_approval_lets_exactly_this_plan_through()
    {
        using var world = await Renamed();
        var plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "Warsaw is closed", TestContext.Current.CancellationToken);
        var again = await world.PrepareAsync(); // nothing changed: the approval stays with the same fingerprint
        Assert.Equal(plan.Fingerprint, again.Fingerprint);
        Assert.Equal(31, (await world.ApplyAsync(again)).Count(RowResult.Applied));
    }

    [Fact]
    public async Task An_approval_does_not_count_for_another_plan()
    {
        using var world = await Renamed();
        var plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "Warsaw is closed", TestContext.Current.CancellationToken);
        world.Hire("newcomer", "Newcomer");
        Assert.Equal(30, (await world.SyncAsync()).Count(RowResult.Held));
    }
}
