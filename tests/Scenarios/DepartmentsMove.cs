using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Departments by the units people stand in, and what a plan says when a department seems to be renamed, or has nobody left.</summary>
public sealed class DepartmentsMove
{
    [Fact]
    public async Task Units_below_the_given_one_are_the_departments_parents_first()
    {
        using var world = new World(sync =>
        {
            sync.DepartmentUnits = "Users";
            sync.ScopeRule.Level = ScopeLevel.AnyAncestor;
        });
        world.Unit("ou-sales", "Sales", "ou-users");
        world.Unit("ou-paris", "Paris", "ou-sales");
        world.Hire("ada", unit: "ou-paris");
        world.Hire("bob", "Bob", unit: "ou-sales");
        world.Hire("eve", "Eve");

        await world.SyncAsync();

        Assert.Equal(["Sales", "Paris"], PathOf(world, "ada"));
        Assert.Equal(["Sales"], PathOf(world, "bob"));
        Assert.Empty(PathOf(world, "eve"));
        Assert.Empty((await world.PrepareAsync()).Rows);

        world.Edit("guid-ada", r => r with { Parent = "ou-sales" });
        await world.SyncAsync();
        Assert.Equal(["Sales"], PathOf(world, "ada"));
    }

    [Fact]
    public async Task A_department_whose_people_all_move_to_a_new_one_looks_renamed_and_the_plan_says_so()
    {
        using var world = await InSalesAsync(10);
        Move(world, 10, "Commerce");

        var plan = await world.PrepareAsync();

        var renamed = plan.Findings.Single(f => f.Code == "DepartmentRenamed");
        Assert.Equal(10, renamed.Rows);
        Assert.Contains("'Sales'", renamed.Text, StringComparison.Ordinal);
        Assert.Contains("'Commerce'", renamed.Text, StringComparison.Ordinal);
        Assert.Contains("'Sales'", plan.Findings.Single(f => f.Code == "DepartmentEmptied").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_that_loses_less_than_nine_of_ten_does_not()
    {
        using var world = await InSalesAsync(10);
        Move(world, 8, "Commerce");

        var plan = await world.PrepareAsync();

        Assert.DoesNotContain(plan.Findings, f => f.Code is "DepartmentRenamed" or "DepartmentEmptied");
    }

    private static async Task<World> InSalesAsync(int count)
    {
        var world = new World();
        for (var i = 0; i < count; i++)
        {
            world.Hire($"p{i:000}", $"Person{i:000}", department: "Sales");
        }

        await world.SyncAsync();
        return world;
    }

    private static void Move(World world, int count, string department)
    {
        for (var i = 0; i < count; i++)
        {
            world.Edit($"guid-p{i:000}", r => r with { Attributes = r.Attributes.With(AttributeNames.Department, department) });
        }
    }

    private static List<string> PathOf(World world, string login)
    {
        var names = new List<string>();
        for (var at = world.AccountOf($"{login}@corp.example")!.Parent; at is not null; at = world.Application.Find(at)!.Parent)
        {
            names.Insert(0, world.Application.Find(at)!.Attributes[AttributeNames.Name]!);
        }

        return names;
    }
}
