using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>The main job: people get accounts, existing accounts are bound, and the next look finds nothing to do.</summary>
public sealed class FirstSyncThenNothingToDo
{
    [Fact]
    public async Task New_people_get_accounts_with_their_departments_parents_first()
    {
        using var world = new World();
        world.Hire("ada", title: "Engineer", department: "Sales / EMEA");
        var plan = await world.PrepareAsync();

        Assert.Equal(RowStatus.New, plan.Row("ada").Status);
        Assert.Equal(["Sales", "Sales / EMEA"], plan.Rows.Where(r => r.Kind == RowKind.Department).Select(r => r.Changes[0].To));

        var report = await world.ApplyAsync(plan);

        Assert.Equal(3, report.Count(RowResult.Applied));
        var account = world.AccountOf("ada@corp.example")!;
        Assert.Equal("Engineer", account.Attributes[AttributeNames.Position]);
        var department = world.Application.Find(account.Parent!)!;
        Assert.Equal("EMEA", department.Attributes[AttributeNames.Name]);
        Assert.Equal("Sales", world.Application.Find(department.Parent!)!.Attributes[AttributeNames.Name]);
    }

    [Fact]
    public async Task The_second_sync_writes_nothing_and_appends_no_event_of_a_person()
    {
        using var world = new World();
        world.HireMany(25);
        world.Account("P003@Corp.Example", "Person003");
        world.Hire("ada", title: "Engineer", department: "Sales / EMEA");
        await world.SyncAsync();
        var calls = world.Application.Calls.Count;
        var events = await world.EventsAsync();

        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);

        Assert.All(plan.Rows, row => Assert.Empty(row.Effects));
        Assert.Equal(26, plan.Counts.Noop);
        Assert.Equal(calls, world.Application.Calls.Count);
        Assert.Equal(events, await world.EventsAsync());
        Assert.Equal(0, report.Count(RowResult.Applied));
    }

    [Fact]
    public async Task Applying_a_plan_twice_does_nothing_the_second_time()
    {
        using var world = new World();
        world.Hire("ada");
        var plan = await world.PrepareAsync();
        var first = await world.ApplyAsync(plan);
        var second = await world.ApplyAsync(plan);

        Assert.True(second.AppliedBefore);
        Assert.Equal(first.Run, second.Run);
        Assert.Single(world.Application.Calls);
    }

    [Fact]
    public async Task An_existing_account_is_bound_by_address_ignoring_case_and_then_kept_in_step_by_id()
    {
        using var world = new World();
        var id = world.Account(" ADA@corp.example");
        world.Hire("ada", title: "Engineer");
        var plan = await world.PrepareAsync();

        Assert.Equal((RowStatus.Bind, Reason.SameEmail, true), (plan.Row("ada").Status, plan.Row("ada").Reason, plan.Row("ada").Selected));
        await world.ApplyAsync(plan);
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "ada.lovelace@corp.example") });
        await world.SyncAsync();

        Assert.Equal("ada.lovelace@corp.example", world.Application.Find(id)!.Attributes[AttributeNames.Email]);
        Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Account);
        Assert.All(world.Application.Calls, call => Assert.Equal(id, call.Change.TargetId));
    }
}
