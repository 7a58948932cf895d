using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>An organisation chart that cannot be written to is one refused row, not one for each person: people get their accounts, and the department waits.</summary>
public sealed class LockedOrgChart
{
    private static readonly ScriptedFault Locked = ScriptedFault.Refuse("department_catalog_can_not_be_modified");

    [Fact]
    public async Task New_people_come_without_their_department_and_get_it_when_the_chart_is_open()
    {
        using var world = new World();
        world.Hire("ada", department: "Sales/Paris");
        world.Hire("bob", "Bob", department: "Sales/Paris");
        world.Application.Fault = (change, _) => change.Action == ChangeAction.CreateDepartment ? Locked : null;

        var report = await world.SyncAsync();

        Assert.Equal((2, 1, 1), (report.Count(RowResult.Applied), report.Count(RowResult.Refused), report.Count(RowResult.Deferred)));
        Assert.Contains(report.Outcomes, o => o.Result == RowResult.Applied && o.Text!.Contains("'Sales / Paris' waits", StringComparison.Ordinal));
        Assert.Null(world.AccountOf("ada@corp.example")!.Parent);

        var next = await world.PrepareAsync();
        Assert.Equal((RowStatus.Update, Reason.FieldsChanged), (next.Row("ada").Status, next.Row("ada").Reason));
        Assert.Equal([AttributeNames.Department], next.Row("ada").Changes.Select(c => c.Field));

        world.Application.Fault = null;
        await world.ApplyAsync(next);
        Assert.NotNull(world.AccountOf("ada@corp.example")!.Parent);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_row_of_which_nothing_else_is_left_is_deferred_and_nothing_is_sent_for_it()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Department, "Sales") });
        world.Application.Fault = (change, _) => change.Action == ChangeAction.CreateDepartment ? Locked : null;
        var before = world.Application.Calls.Count;

        var report = await world.SyncAsync();

        Assert.Equal((1, 1), (report.Count(RowResult.Refused), report.Count(RowResult.Deferred)));
        Assert.Equal(1, world.Application.Calls.Count - before);
        Assert.Equal(RowStatus.Update, (await world.PrepareAsync()).Row("ada").Status);
    }

    [Fact]
    public async Task A_department_that_somebody_took_out_of_the_run_keeps_its_people_waiting()
    {
        using var world = new World();
        world.Hire("ada", department: "Sales");
        var plan = await world.PrepareAsync();
        var department = plan.Rows.Single(r => r.Kind == RowKind.Department);

        var report = await world.ApplyAsync(plan, new RowSelection { Exclude = [department.Id] });

        Assert.Equal(RowResult.Deferred, report.Outcomes.Single(o => o.RowId == plan.Row("ada").Id).Result);
        Assert.Empty(world.Application.Calls);
    }
}
