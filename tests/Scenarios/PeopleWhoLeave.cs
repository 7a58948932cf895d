using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>The five reasons for losing access, never merged, and the way back.</summary>
public sealed class PeopleWhoLeave
{
    [Fact]
    public async Task A_person_and_the_account_who_are_both_gone_need_nothing_and_are_counted()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        world.Application.Edit(world.AccountOf("p001@corp.example")!.Anchor, _ => null);
        world.Fire("p001");

        var plan = await world.PrepareAsync();

        Assert.Empty(plan.Rows);
        Assert.Equal(50, plan.Counts.Noop);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, TestContext.Current.CancellationToken)).Same);
    }

    private static async Task<World> WithAdaSynced(Action<SyncOptions>? configure = null)
    {
        var world = new World(configure);
        world.HireMany(50);
        world.Hire("ada");
        await world.SyncAsync();
        return world;
    }

    [Fact]
    public async Task Disabled_blocks()
    {
        using var world = await WithAdaSynced();
        world.Edit("guid-ada", r => r with { Enabled = false });
        await AssertBlocked(world, Reason.SourceDisabled);
    }

    [Fact]
    public async Task Gone_and_confirmed_blocks_as_absent()
    {
        using var world = await WithAdaSynced();
        world.Fire("ada");
        await AssertBlocked(world, Reason.SourceAbsent);
    }

    [Fact]
    public async Task A_tombstone_blocks_as_deleted()
    {
        using var world = await WithAdaSynced();
        world.Edit("guid-ada", r => r with { Deleted = true });
        await AssertBlocked(world, Reason.SourceDeleted);
    }

    [Fact]
    public async Task Found_elsewhere_blocks_as_out_of_scope()
    {
        using var world = await WithAdaSynced();
        world.Fire("ada");
        world.Directory.Answers["guid-ada"] = ConfirmationAnswer.Elsewhere;
        await AssertBlocked(world, Reason.OutOfScope);
    }

    [Fact]
    public async Task Moved_into_a_unit_the_rule_does_not_admit_blocks_as_outside_units()
    {
        using var world = await WithAdaSynced();
        world.Unit("ou-staff", "Staff");
        world.Edit("guid-ada", r => r with { Parent = "ou-staff" });
        await AssertBlocked(world, Reason.OutsideUnits);
    }

    [Fact]
    public async Task Disabled_and_moved_out_in_one_step_blocks_as_disabled()
    {
        using var world = await WithAdaSynced();
        world.Unit("ou-staff", "Staff");
        world.Edit("guid-ada", r => r with { Parent = "ou-staff", Enabled = false });
        await AssertBlocked(world, Reason.SourceDisabled);
    }

    [Fact]
    public async Task Only_a_changed_policy_explains_it_and_it_waits_for_its_own_approval()
    {
        using var before = await WithAdaSynced(s => s.ScopeRule.Words = ["users", "staff"]);
        before.Unit("ou-staff", "Staff");
        before.Edit("guid-ada", r => r with { Parent = "ou-staff" });
        await before.SyncAsync();
        using var world = new World(null, before.Store, before.Directory, before.Application);

        var plan = await world.PrepareAsync();
        Assert.Equal(Reason.PolicyChanged, plan.Row("ada").Reason);
        Assert.Equal("BlockPolicyChanged", plan.Row("ada").Held);
        var held = await world.ApplyAsync(plan);
        Assert.Equal(1, held.Count(RowResult.Held));
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);

        // Applying the rest has not made the new policy the one that people are measured by.
        var next = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((Reason.PolicyChanged, "BlockPolicyChanged"), (next.Reason, next.Held));
        await world.SyncAsync();
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);
    }

    [Fact]
    public async Task An_approval_of_a_changed_policy_that_has_run_out_lets_nothing_through_and_is_no_approval_later()
    {
        using var before = await WithAdaSynced(s => s.ScopeRule.Words = ["users", "staff"]);
        before.Unit("ou-staff", "Staff");
        before.Edit("guid-ada", r => r with { Parent = "ou-staff" });
        await before.SyncAsync();
        using var world = new World(null, before.Store, before.Directory, before.Application, time: before.Time, bounds: bounds => bounds.ApprovalAgeMax = TimeSpan.FromHours(1));
        var plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "The staff leave.", TestContext.Current.CancellationToken);
        world.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(1, (await world.ApplyAsync(plan)).Count(RowResult.Held));
        var next = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((Reason.PolicyChanged, "BlockPolicyChanged"), (next.Reason, next.Held));
        await world.SyncAsync();
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);
    }

    [Fact]
    public async Task Active_again_gives_access_back_and_by_hand_blocked_does_not_by_itself()
    {
        using var world = await WithAdaSynced();
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = true });
        var back = await world.PrepareAsync();
        Assert.Equal((RowStatus.Unblock, Reason.ActiveAgain, true), (back.Row("ada").Status, back.Row("ada").Reason, back.Row("ada").Selected));
        await world.ApplyAsync(back);
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);

        world.Application.Edit(world.AccountOf("ada@corp.example")!.Anchor, r => r with { Enabled = false });
        var byHand = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Unblock, Reason.BlockedByHand, false), (byHand.Status, byHand.Reason, byHand.Selected));
    }

    [Fact]
    public async Task A_leaver_who_was_never_linked_is_bound_and_blocked_in_one_row()
    {
        using var world = new World();
        world.Account("ada@corp.example");
        world.Hire("ada");
        world.Edit("guid-ada", r => r with { Enabled = false });
        var plan = await world.PrepareAsync();
        Assert.Equal([Effect.Link, Effect.Block], plan.Row("ada").Effects);
        await world.ApplyAsync(plan);
        Assert.False(world.AccountOf("ada@corp.example")!.Enabled);
    }

    [Fact]
    public async Task Somebody_disabled_before_the_first_account_never_gets_one()
    {
        using var world = new World();
        world.Hire("ada");
        world.Edit("guid-ada", r => r with { Enabled = false });
        var plan = await world.PrepareAsync();
        Assert.Null(plan.FindRow("ada"));
        Assert.Equal(1, plan.Counts.Noop);
    }

    [Fact]
    public async Task Accounts_that_are_not_owned_are_never_touched()
    {
        using var world = await WithAdaSynced();
        world.Account("stranger@else.example", "Max", "Stranger");
        var plan = await world.PrepareAsync();
        Assert.Equal((RowStatus.Unmanaged, false), (plan.Row("stranger@else.example").Status, plan.Row("stranger@else.example").Selected));
        Assert.Empty(plan.Row("stranger@else.example").Effects);
    }

    private static async Task AssertBlocked(World world, Reason reason)
    {
        var plan = await world.PrepareAsync();
        var row = plan.Row("ada");
        Assert.Equal((RowStatus.Block, reason, true), (row.Status, row.Reason, row.Selected));
        Assert.Equal(1, plan.Counts[RowStatus.Block]);
        await world.ApplyAsync(plan);
        Assert.False(world.AccountOf("ada@corp.example")!.Enabled);
        Assert.All((await world.PrepareAsync()).Rows, r => Assert.Empty(r.Effects));
    }
}
