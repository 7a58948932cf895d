using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>People have no manager in the application, departments have: the one whom most of their people name in the directory.</summary>
public sealed class DepartmentsGetTheirManagers
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_run_makes_the_department_the_people_and_then_the_manager()
    {
        using var world = Office();
        var plan = await world.PrepareAsync();
        var row = ManagerRow(plan);
        Assert.Equal((RowStatus.Update, Reason.ManagerChanged, true), (row.Status, row.Reason, row.Selected));
        Assert.Equal([new FieldChange(AttributeNames.Manager, null, "Mia Novak")], row.Changes);
        Assert.Equal(2, row.Requires.Length);

        var report = await world.ApplyAsync(plan);

        Assert.All(report.Outcomes, o => Assert.Equal(RowResult.Applied, o.Result));
        Assert.Equal(Id(world, "mia"), ManagerOf(world, "Sales"));
        Assert.Equal(ChangeAction.UpdateDepartment, world.Application.Calls[^1].Change.Action);
        Assert.Empty((await world.PrepareAsync()).Rows);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Half_of_the_people_is_not_most_and_whoever_names_nobody_does_not_count()
    {
        using var world = Office();
        world.Hire("zoe", "Zoe", department: "Sales");
        world.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, "guid-zoe") });

        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Reason == Reason.ManagerChanged);
    }

    [Fact]
    public async Task People_who_manage_each_other_do_not_stop_anything()
    {
        using var world = new World(sync => sync.DepartmentManagers = true);
        Person(world, "ada", "Ada", "Sales", "guid-bob");
        Person(world, "bob", "Bob", "Service", "guid-ada");
        await world.SyncAsync();

        Assert.Equal((Id(world, "bob"), Id(world, "ada")), (ManagerOf(world, "Sales"), ManagerOf(world, "Service")));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_manager_who_has_no_account_and_gets_none_is_waited_for()
    {
        using var world = Office();
        world.Edit("guid-mia", r => r with { Attributes = r.Attributes.With(AttributeNames.Email) });
        await world.SyncAsync();
        Assert.Null(ManagerOf(world, "Sales"));
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Reason == Reason.ManagerChanged);

        world.Edit("guid-mia", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "mia@corp.example") });
        await world.SyncAsync();
        Assert.Equal(Id(world, "mia"), ManagerOf(world, "Sales"));
    }

    [Fact]
    public async Task Who_names_himself_or_somebody_out_of_scope_or_nobody_there_gets_no_manager_and_stops_nothing()
    {
        using var world = new World(sync => sync.DepartmentManagers = true);
        world.Unit("ou-service", "Service accounts");
        world.Hire("robot", "Robot", unit: "ou-service");
        world.Hire("gone", "Gone");
        world.Edit("guid-gone", r => r with { Enabled = false });
        Person(world, "ada", "Ada", "Sales", "guid-ada");
        Person(world, "bob", "Bob", "Service", "guid-robot");
        Person(world, "eve", "Eve", "Lab", "guid-gone");
        Person(world, "zoe", "Zoe", "Store", "guid-nobody");
        var report = await world.SyncAsync();

        Assert.Equal(8, report.Count(RowResult.Applied)); // four people, four departments
        Assert.All(["Sales", "Service", "Lab", "Store"], department => Assert.Null(ManagerOf(world, department)));
        Assert.Empty((await world.PrepareAsync()).Rows);

        world.Edit("guid-robot", r => r with { Parent = "ou-users" }); // comes into scope: one run gives the account, and then the department its manager
        await world.SyncAsync();
        Assert.Equal(Id(world, "robot"), ManagerOf(world, "Service"));
    }

    [Fact]
    public async Task A_manager_who_left_is_replaced_by_the_one_people_name_now()
    {
        using var world = Office();
        world.HireMany(50);
        await world.SyncAsync();
        world.Edit("guid-mia", r => r with { Enabled = false });
        await world.SyncAsync();
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Reason == Reason.ManagerChanged);

        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, "guid-p001") });
        world.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, "guid-p001") });
        var row = ManagerRow(await world.PrepareAsync());
        Assert.Equal([new FieldChange(AttributeNames.Manager, "Mia Novak", "Person001 Novak")], row.Changes);
        await world.SyncAsync();
        Assert.Equal(Id(world, "p001"), ManagerOf(world, "Sales"));
    }

    [Fact]
    public async Task A_locked_chart_refuses_the_managers_row_and_nothing_else()
    {
        using var world = Office();
        world.Application.Fault = (change, _) =>
            change.Action == ChangeAction.UpdateDepartment ? ScriptedFault.Refuse("department_catalog_can_not_be_modified") : null;

        var report = await world.SyncAsync();

        Assert.Equal((4, 1), (report.Count(RowResult.Applied), report.Count(RowResult.Refused)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_is_settled_by_the_next_reading_in_the_departments_own_stream(bool done)
    {
        using var world = Office();
        world.Application.FailCall(4, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
        Assert.Equal(1, (await world.SyncAsync()).Count(RowResult.Unknown));
        Assert.Equal(done ? Id(world, "mia") : null, ManagerOf(world, "Sales"));

        var next = await world.PrepareAsync();
        Assert.Equal(done ? [] : [Reason.ManagerChanged], next.Rows.Select(r => r.Reason));
        await world.ApplyAsync(next);

        Assert.Equal(Id(world, "mia"), ManagerOf(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
        Type[] settled = done ? [typeof(ChangeConfirmed)] : [typeof(ChangeRefused), typeof(ChangeIntended), typeof(ChangeConfirmed)];
        Assert.Equal(
            [typeof(ChangeIntended), typeof(ChangeConfirmed), typeof(ChangeIntended), typeof(ChangeUnknown), .. settled],
            await world.Store.ReadAllAsync(0, long.MaxValue, Token).Where(recorded => recorded.Stream.Category == "department")
                .Select(recorded => recorded.Event.GetType()).ToListAsync(Token));
    }

    [Fact]
    public async Task Switched_off_by_default()
    {
        using var world = new World();
        Person(world, "ada", "Ada", "Sales", "guid-mia");
        Person(world, "mia", "Mia", "Sales", null);

        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Reason == Reason.ManagerChanged);
    }

    /// <summary>Ada and Bob of Sales, who name Mia, who names nobody.</summary>
    private static World Office()
    {
        var world = new World(sync => sync.DepartmentManagers = true);
        Person(world, "ada", "Ada", "Sales", "guid-mia");
        Person(world, "bob", "Bob", "Sales", "guid-mia");
        Person(world, "mia", "Mia", "Sales", null);
        return world;
    }

    private static void Person(World world, string login, string first, string department, string? manager)
    {
        world.Hire(login, first, department: department);
        world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, manager is null ? [] : [manager]) });
    }

    private static PlanRow ManagerRow(TestSupport.PlanInFull plan) => plan.Rows.Single(r => r.Reason == Reason.ManagerChanged);

    private static string Id(World world, string login) => world.AccountOf($"{login}@corp.example")!.Anchor;

    private static string? ManagerOf(World world, string department) => world.Application.Contents
        .Single(r => r.Kind == EntryKind.Unit && r.Attributes[AttributeNames.Name] == department).Attributes[AttributeNames.Manager];
}
