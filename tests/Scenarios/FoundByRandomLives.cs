using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>What tests/Simulation found, each as the smallest company in which it happened.</summary>
public sealed class FoundByRandomLives
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_namesake_whose_role_is_named_in_RoleTargets_stands_in_nobodys_way()
    {
        using var world = new World(sync =>
        {
            sync.RoleGroups.Add("g-1");
            sync.RoleGroups.Add("g-2");
            sync.RoleTargets["g-2"] = "1001";
        });
        world.Application.AddRole("Customers");
        world.Hire("ada");
        world.Group("g-1", "Support", "guid-ada");
        world.Group("g-2", "Support", "guid-ada");

        await AllAsPlannedAsync(world);

        Assert.Equal(["Customers", "Support"], world.Application.Contents.Where(r => r.Kind == EntryKind.Group).Select(r => r.Attributes[AttributeNames.Name]!).Order());
    }

    [Fact]
    public async Task A_role_that_RoleTargets_names_for_one_group_is_not_proposed_to_another_of_its_name()
    {
        using var world = new World(sync =>
        {
            sync.RoleGroups.Add("g-1");
            sync.RoleGroups.Add("g-2");
            sync.RoleTargets["g-2"] = "1001";
        });
        world.Application.AddRole("Customers");
        world.Hire("ada");
        world.Group("g-1", "Customers", "guid-ada");
        world.Group("g-2", "Sales");

        var plan = await world.PrepareAsync();
        Assert.Equal(Reason.NewGroup, plan.Rows.Single(row => row.Group == "g-1" && row.Kind == RowKind.Role).Reason);
        await AllAsPlannedAsync(world);
    }

    [Fact]
    public async Task A_department_that_nobody_is_put_into_gets_no_manager()
    {
        using var world = new World(sync => sync.DepartmentManagers = true);
        world.Hire("mia", "Mia");
        world.Hire("ada", department: "Sales");
        world.Hire("twin", "Tom");
        Set(world, "guid-twin", AttributeNames.Email, "ada@corp.example"); // so ada's row is a conflict, and Sales is not made
        Set(world, "guid-ada", AttributeNames.Manager, "guid-mia");

        await AllAsPlannedAsync(world);

        Assert.DoesNotContain(world.Application.Contents, record => record.Kind == EntryKind.Unit);
    }

    [Fact]
    public async Task Whoever_gets_access_back_gets_the_department_in_the_same_run()
    {
        using var world = new World(sync => sync.DepartmentManagers = true);
        world.HireMany(20);
        world.Hire("mia", "Mia");
        world.Hire("ada", department: "Sales");
        world.Edit("guid-mia", r => r with { Enabled = true });
        await world.SyncAsync();
        world.Edit("guid-mia", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Edit("guid-mia", r => r with { Enabled = true });
        Set(world, "guid-ada", AttributeNames.Manager, "guid-mia");

        await AllAsPlannedAsync(world);

        Assert.Equal(world.AccountOf("mia@corp.example")!.Anchor, world.Application.Contents.Single(r => r.Kind == EntryKind.Unit).Attributes[AttributeNames.Manager]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_left_as_he_is_gets_no_department(bool hasAccount)
    {
        using var world = new World(sync => sync.DepartmentManagers = true);
        world.Hire("mia", "Mia");
        if (hasAccount)
        {
            await world.SyncAsync();
        }

        world.Hire("ada", department: "Sales");
        Set(world, "guid-ada", AttributeNames.Manager, "guid-mia");
        await world.Engine.ExcludeAsync(World.Sync, Person("mia"), World.Anna, "special", null, Token);

        await AllAsPlannedAsync(world);

        Assert.Null(world.Application.Contents.Single(r => r.Kind == EntryKind.Unit).Attributes[AttributeNames.Manager]);
    }

    [Fact]
    public async Task Whoever_is_left_as_he_is_gets_nobodys_work_unless_the_policy_names_the_account()
    {
        using var world = new World(sync =>
        {
            sync.TaskReceivers.Add("manager");
            sync.TaskReceivers.Add("1001");
        });
        var desk = world.Account("desk@else.example", "Desk");
        world.HireMany(20);
        world.Hire("mia", "Mia");
        world.Hire("ada");
        Set(world, "guid-ada", AttributeNames.Manager, "guid-mia");
        await world.SyncAsync();
        await world.Engine.ExcludeAsync(World.Sync, Person("mia"), World.Anna, "special", null, Token);
        await world.Engine.ExcludeAsync(World.Sync, new EntryKey(new SystemName("pyrus"), EntryKind.Account, desk), World.Anna, "special", null, Token);
        world.Edit("guid-ada", r => r with { Enabled = false });

        await AllAsPlannedAsync(world);

        Assert.Equal(desk, Assert.Single(world.Application.HandedOver).Value);
    }

    [Fact]
    public async Task Members_wait_for_somebody_whose_own_row_became_a_conflict()
    {
        using var world = await SalesAsync();
        world.Account("taken@corp.example", "Max", "Stranger");
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = true });
        Set(world, "guid-ada", AttributeNames.Email, "taken@corp.example");
        world.Edit("g-sales", r => r with { Members = ["guid-ada"] });

        var plan = await AllAsPlannedAsync(world);

        Assert.Equal(Reason.EmailTaken, plan.Row("ada").Reason);
        Assert.Empty(plan.Row("ada").Roles);
        Assert.Contains(plan.Rows, row => row.Reason == Reason.MembersWait);
    }

    [Fact]
    public async Task Whoever_is_owed_a_role_comes_in_by_the_group_when_the_own_row_became_a_conflict()
    {
        using var world = await SalesAsync();
        world.Account("taken@corp.example", "Max", "Stranger");
        world.Edit("g-sales", r => r with { Members = ["guid-ada"] });
        await world.SyncAsync();
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = true });
        world.Application.FailCall(world.Application.Calls.Count + 1, ScriptedFault.LoseBefore); // access comes back, the role does not
        await world.SyncAsync();
        Set(world, "guid-ada", AttributeNames.Email, "taken@corp.example");

        var plan = await AllAsPlannedAsync(world);

        Assert.Equal((Reason.EmailTaken, 0), (plan.Row("ada").Reason, plan.Row("ada").Roles.Length));
        var member = Assert.Single(plan.Rows, row => row.Kind == RowKind.Membership);
        Assert.Equal((Reason.MemberAdded, true), (member.Reason, member.Selected));
        Assert.Contains(world.AccountOf("ada@corp.example")!.Anchor, world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Members);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whom_somebody_took_out_of_a_role_before_a_block_is_not_put_back_unasked_after_it(bool answerLost)
    {
        using var world = await SalesAsync();
        await world.SyncAsync();
        var role = world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Anchor;
        world.Application.Edit(role, r => r with { Members = [] });
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = true });
        if (answerLost)
        {
            world.Application.FailCall(world.Application.Calls.Count, ScriptedFault.LoseAfter);
            await world.SyncAsync();
        }

        var plan = await world.PrepareAsync();
        var member = Assert.Single(plan.Rows, row => row.Kind == RowKind.Membership);
        Assert.Equal((Reason.Drift, false), (member.Reason, member.Selected));
        await world.ApplyAsync(plan);
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);
        Assert.Empty(world.Application.Find(role)!.Members);

        plan = await world.PrepareAsync();
        member = Assert.Single(plan.Rows, row => row.Kind == RowKind.Membership);
        await world.ApplyAsync(plan, new RowSelection { Include = [member.Id] });
        Assert.Single(world.Application.Find(role)!.Members);
    }

    [Fact]
    public async Task Members_wait_for_somebody_whose_account_to_be_is_excluded()
    {
        using var world = await SalesAsync();
        var account = world.Account("bob@corp.example", "Bob");
        world.Hire("bob", "Bob");
        world.Edit("g-sales", r => r with { Members = ["guid-ada", "guid-bob"] });
        await world.Engine.ExcludeAsync(World.Sync, new EntryKey(new SystemName("pyrus"), EntryKind.Account, account), World.Anna, "special", null, Token);

        var plan = await AllAsPlannedAsync(world);

        Assert.Equal(RowStatus.Frozen, plan.Row("bob").Status);
        Assert.Contains(plan.Rows, row => row.Reason == Reason.MembersWait);
        Assert.DoesNotContain(account, world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Members);
    }

    [Fact]
    public async Task Whose_account_somebody_put_into_the_role_before_it_was_bound_stays_in_it_when_leaving_the_group()
    {
        using var world = await SalesAsync();
        var account = world.Account("bob@corp.example", "Bob");
        var role = world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Anchor;
        world.Application.Edit(role, r => r with { Members = r.Members.Add(account) });
        world.Hire("bob", "Bob");
        world.Edit("g-sales", r => r with { Members = ["guid-ada", "guid-bob"] });
        var plan = await AllAsPlannedAsync(world);
        Assert.DoesNotContain(plan.Rows, row => row.Kind == RowKind.Membership);

        world.Edit("g-sales", r => r with { Members = ["guid-ada"] });
        await AllAsPlannedAsync(world);

        Assert.Contains(account, world.Application.Find(role)!.Members);
    }

    private static async Task<World> SalesAsync()
    {
        var world = new World(sync => sync.RoleGroups.Add("g-sales"));
        world.HireMany(20);
        world.Hire("ada");
        world.Group("g-sales", "Sales", "guid-ada");
        await world.SyncAsync();
        return world;
    }

    /// <summary>Syncs; whatever was selected was done, and nothing is proposed again.</summary>
    private static async Task<PlanInFull> AllAsPlannedAsync(World world)
    {
        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);
        Assert.All(report.Outcomes, o => Assert.True(o.Result is RowResult.Applied or RowResult.NotSelected, $"{o.Result}: {o.Text}"));
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, row => row.Selected);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        return plan;
    }

    private static EntryKey Person(string login) => new(new SystemName("corp-ad"), EntryKind.Account, $"guid-{login}");

    private static void Set(World world, string anchor, string attribute, string value) =>
        world.Edit(anchor, r => r with { Attributes = r.Attributes.With(attribute, value) });
}
