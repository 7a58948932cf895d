using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Sync applies exactly the plan that was shown; a row whose world changed is stale, the others go on.</summary>
public sealed class TheWorldChangesBetweenPlanAndSync
{
    [Fact]
    public async Task A_person_changed_in_the_source_is_stale_with_the_field_named()
    {
        using var world = new World();
        world.Hire("ada", title: "Engineer");
        world.Hire("bob", "Bob");
        var plan = await world.PrepareAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        var report = await world.ApplyAsync(plan);

        var stale = Assert.Single(report.Outcomes, o => o.Result == RowResult.Stale);
        Assert.Contains("field position", stale.Text, StringComparison.Ordinal);
        Assert.Equal(1, report.Count(RowResult.Applied));
        Assert.Null(world.AccountOf("ada@corp.example"));
    }

    [Fact]
    public async Task Somebody_re_enabled_meanwhile_is_not_blocked()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        var plan = await world.PrepareAsync();
        world.Edit("guid-p001", r => r with { Enabled = true });
        var report = await world.ApplyAsync(plan);
        Assert.Equal(RowResult.AlreadySo, report.Outcomes.Single(o => o.RowId == plan.Row("p001").Id).Result);
        Assert.True(world.AccountOf("p001@corp.example")!.Enabled);
    }

    [Fact]
    public async Task A_source_that_fails_at_sync_time_blocks_nobody()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        world.Fire("p001");
        var plan = await world.PrepareAsync();
        world.Directory.FailAfterBatches = 0;
        var report = await world.ApplyAsync(plan);
        Assert.Equal(1, report.Count(RowResult.Stale));
        Assert.True(world.AccountOf("p001@corp.example")!.Enabled);
    }

    [Fact]
    public async Task A_superseded_plan_and_an_old_one_are_refused()
    {
        using var world = new World();
        world.Hire("ada");
        var first = await world.PrepareAsync();
        world.Hire("bob", "Bob");
        var second = await world.PrepareAsync();
        Assert.Equal("PlanSuperseded", (await Assert.ThrowsAsync<PlanException>(() => world.ApplyAsync(first))).Code);
        world.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal("PlanTooOld", (await Assert.ThrowsAsync<PlanException>(() => world.ApplyAsync(second))).Code);
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task Not_an_administrator_is_found_before_anything_is_read()
    {
        using var world = new World();
        world.Hire("ada");
        var plan = await world.PrepareAsync();
        var readings = world.Directory.Readings;
        world.Application.NotWritable = new ConnectedSystemException(new SystemName("pyrus"), "TargetPermissionDenied", "No rights.", "Get them.");
        await Assert.ThrowsAsync<ConnectedSystemException>(() => world.ApplyAsync(plan));
        Assert.Equal(readings, world.Directory.Readings);
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task Only_selected_statuses_and_rows_are_applied()
    {
        using var world = new World();
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Account("bob@corp.example", "Bob");
        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan, new RowSelection { Only = [RowStatus.Bind] });
        Assert.Equal((1, 1), (report.Count(RowResult.Applied), report.Count(RowResult.NotSelected)));
        Assert.Empty(world.Application.Calls);
    }
}
