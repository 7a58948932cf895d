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
    public async Task Who_is_excluded_meanwhile_is_stale_and_not_touched()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        world.Edit("guid-p002", r => r with { Enabled = false });
        var plan = await world.PrepareAsync();
        var person = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-p001");
        await world.Engine.ExcludeAsync(World.Sync, person, World.Anna, "on leave", null, TestContext.Current.CancellationToken);

        var report = await world.ApplyAsync(plan);

        Assert.Contains("Frozen", Assert.Single(report.Outcomes, o => o.Result == RowResult.Stale).Text, StringComparison.Ordinal);
        Assert.True(world.AccountOf("p001@corp.example")!.Enabled);
        Assert.False(world.AccountOf("p002@corp.example")!.Enabled);
    }

    [Fact]
    public async Task A_configuration_changed_meanwhile_makes_the_rows_stale_that_it_changes_and_no_others()
    {
        using var before = new World();
        before.Hire("ada", title: "Engineer");
        before.Hire("bob", "Bob");
        var plan = await before.PrepareAsync();
        using var world = new World(sync => sync.Map[AttributeNames.Position] = "", before.Store, before.Directory, before.Application);

        var report = await world.ApplyAsync(plan);

        var stale = Assert.Single(report.Outcomes, o => o.Result == RowResult.Stale);
        Assert.Equal((plan.Row("ada").Id, true), (stale.RowId, stale.Text!.Contains("field position", StringComparison.Ordinal)));
        Assert.Null(world.AccountOf("ada@corp.example"));
        Assert.NotNull(world.AccountOf("bob@corp.example"));
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
