using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Which texts are one department and which are two, what a circle made by hand does, and who gets none made for him.</summary>
public sealed class DepartmentsAsTheyAreSpelt
{
    [Fact]
    public async Task One_name_under_two_parents_is_two_departments_and_a_parent_comes_before_its_children()
    {
        using var world = new World();
        world.Hire("ada", department: "Sales/Service");
        world.Hire("bob", "Bob", department: @"IT\/Telecom/Service");
        world.Hire("eve", "Eve", department: "Продажи, Юг/Отдел №1");
        var plan = await world.PrepareAsync();
        Assert.Equal(
            ["IT/Telecom", "IT/Telecom / Service", "Sales", "Sales / Service", "Продажи, Юг", "Продажи, Юг / Отдел №1"],
            plan.Rows.Where(r => r.Kind == RowKind.Department).Select(r => r.Changes[0].To).Order(StringComparer.Ordinal));

        await world.ApplyAsync(plan);

        Assert.NotEqual(world.AccountOf("ada@corp.example")!.Parent, world.AccountOf("bob@corp.example")!.Parent);
        Assert.Equal(("Sales", "Service"), PlaceOf(world, "ada"));
        Assert.Equal(("IT/Telecom", "Service"), PlaceOf(world, "bob"));
        Assert.Equal(("Продажи, Юг", "Отдел №1"), PlaceOf(world, "eve"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Case_and_blanks_make_one_department_shown_as_the_first_person_spells_it()
    {
        using var world = new World();
        world.Hire("ada", department: "Inside Sales");
        world.Hire("bob", "Bob", department: " INSIDE  sales ");
        await world.SyncAsync();
        var made = Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Unit);
        Assert.Equal("Inside Sales", made.Attributes[AttributeNames.Name]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Nearly_the_same_is_made_and_told_of()
    {
        using var world = new World();
        world.Application.AddDepartment("Отдел учета");
        world.Hire("ada", department: "Отдел учёта");
        world.Hire("bob", "Bob", department: "R&D");
        world.Hire("eve", "Eve", department: "R & D");
        world.Hire("zoe", "Zoe", department: "Sales");
        var plan = await world.PrepareAsync();
        var finding = Assert.Single(plan.Findings, f => f.Code == "DepartmentsAlike");
        Assert.Equal(2, finding.Rows);
        Assert.Contains("'Отдел учёта' beside 'Отдел учета'", finding.Text, StringComparison.Ordinal);
        Assert.Contains("'R&D' beside 'R & D'", finding.Text, StringComparison.Ordinal);
        Assert.Equal(4, plan.Rows.Count(r => r is { Kind: RowKind.Department, Status: RowStatus.New }));

        await world.ApplyAsync(plan);
        Assert.DoesNotContain((await world.PrepareAsync()).Findings, f => f.Code == "DepartmentsAlike"); // told when they are made, not for ever
    }

    [Fact]
    public async Task A_circle_of_departments_made_by_hand_is_a_conflict_and_people_go_on_without_it()
    {
        using var world = new World();
        world.Hire("ada", department: "Sales/Paris");
        world.Hire("bob", "Bob", department: "Service");
        await world.SyncAsync();
        var sales = Department(world, "Sales");
        var paris = Department(world, "Paris");
        world.Application.Edit(sales, r => r with { Parent = paris });
        world.Hire("eve", "Eve", department: "Sales/Lyon");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer") });

        var plan = await world.PrepareAsync();
        Assert.Equal(2, plan.Rows.Count(r => r is { Kind: RowKind.Department, Status: RowStatus.Conflict, Reason: Reason.OrgCycle }));
        Assert.DoesNotContain(plan.Rows, r => r is { Kind: RowKind.Department, Status: RowStatus.New });
        await world.ApplyAsync(plan);
        Assert.Equal("Engineer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Equal(paris, world.AccountOf("ada@corp.example")!.Parent);
        Assert.Null(world.AccountOf("eve@corp.example")!.Parent);
        Assert.Equal(3, world.Application.Contents.Count(r => r.Kind == EntryKind.Unit));
        Assert.All((await world.PrepareAsync()).Rows, r => Assert.Equal(Reason.OrgCycle, r.Reason));

        world.Application.Edit(sales, r => r with { Parent = null });
        await world.SyncAsync();
        Assert.Equal(("Sales", "Lyon"), PlaceOf(world, "eve"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task No_department_is_made_for_who_leaves_is_excluded_or_cannot_have_an_account()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        SetDepartment(world, "p001", "Leavers");
        world.Edit("guid-p001", r => r with { Enabled = false });
        SetDepartment(world, "p002", "Excluded");
        await world.Engine.ExcludeAsync(
            World.Sync, new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-p002"), World.Anna, "on leave", null, TestContext.Current.CancellationToken);
        SetDepartment(world, "p003", "Nobodys");
        world.Edit("guid-p003", r => r with { Attributes = r.Attributes.With(AttributeNames.Email) });
        SetDepartment(world, "p004", "Needed");

        var plan = await world.PrepareAsync();
        Assert.Equal(["Needed"], plan.Rows.Where(r => r.Kind == RowKind.Department).Select(r => r.Changes[0].To));
        await world.ApplyAsync(plan);
        Assert.Equal(["Needed"], world.Application.Contents.Where(r => r.Kind == EntryKind.Unit).Select(r => r.Attributes[AttributeNames.Name]));
    }

    [Theory]
    [InlineData(null, "Attribute")]
    [InlineData("Users", "Paris")]
    public async Task The_unit_and_the_attribute_may_disagree_since_only_one_of_them_is_asked(string? units, string expected)
    {
        using var world = new World(sync =>
        {
            sync.DepartmentUnits = units;
            sync.ScopeRule.Level = ScopeLevel.AnyAncestor;
        });
        world.Unit("ou-paris", "Paris", "ou-users");
        world.Hire("ada", department: "Attribute", unit: "ou-paris");
        await world.SyncAsync();
        Assert.Equal(expected, Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Unit).Attributes[AttributeNames.Name]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    private static void SetDepartment(World world, string login, string department) =>
        world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(AttributeNames.Department, department) });

    private static string Department(World world, string name) =>
        world.Application.Contents.Single(r => r.Kind == EntryKind.Unit && r.Attributes[AttributeNames.Name] == name).Anchor;

    private static (string? Parent, string? Name) PlaceOf(World world, string login)
    {
        var department = world.Application.Find(world.AccountOf($"{login}@corp.example")!.Parent!)!;
        return (department.Parent is null ? null : world.Application.Find(department.Parent)!.Attributes[AttributeNames.Name], department.Attributes[AttributeNames.Name]);
    }
}
