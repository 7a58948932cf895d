using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Groups picked for roles by command, roles named for groups, and roles applied without their people.</summary>
public sealed class RoleGroupsPickedByHand
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_picked_for_a_role_gets_one_and_everyone_stays_in_scope()
    {
        using var world = Company();
        await world.SyncAsync();
        RuleChange[] pick = [RuleChange.PickGroup(Group("g-sales"), GroupUse.Roles)];

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, pick, World.Anna, "a pilot", Token);
        Assert.Equal([new RowShift(null, RowStatus.New, 1), new RowShift(null, RowStatus.Update, 2)], effect.Shifts);
        await ChangeAsync(world, pick);
        var plan = await world.PrepareAsync();
        await world.ApplyAsync(plan);

        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        var rules = await world.Engine.ReadRulesAsync(World.Sync, Token);
        Assert.True(rules.Everyone);
        Assert.Equal((GroupUse.Roles, "g-sales", "a pilot"), (rules.Groups!.Value[0].Use, rules.Groups.Value[0].Group.Anchor, rules.Groups.Value[0].Chosen!.Reason));
    }

    [Fact]
    public async Task Not_picked_any_more_its_role_and_members_stay_and_a_row_says_so()
    {
        using var world = Company();
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-sales"), GroupUse.Roles));
        await world.SyncAsync();
        await ChangeAsync(world, RuleChange.UnpickGroup(Group("g-sales"), GroupUse.Roles));
        world.Edit("g-sales", r => r with { Members = ["guid-bob"], Attributes = AttributeSet.Of((AttributeNames.Name, "Other")) });

        var row = Assert.Single((await world.PrepareAsync()).Rows);

        Assert.Equal((RowKind.Role, RowStatus.Unmanaged, Reason.NoLongerPicked), (row.Kind, row.Status, row.Reason));
        Assert.Contains("not picked for a role any more", row.Text, StringComparison.Ordinal);
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));

        await ChangeAsync(world, RuleChange.PickGroup(Group("g-sales"), GroupUse.Roles));
        await world.SyncAsync();
        Assert.Equal(["bob"], Members(world, "Other")); // the link was kept: no second role
    }

    [Fact]
    public async Task Picks_for_people_and_for_roles_are_two_lists()
    {
        using var world = Company();
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.PickGroup(Group("g-sales"), GroupUse.Roles), RuleChange.PickGroup(Group("g-all")));
        await ChangeAsync(world, RuleChange.EndPicks(GroupUse.Roles));
        var rules = await world.Engine.ReadRulesAsync(World.Sync, Token);
        Assert.Equal([(GroupUse.People, "g-all")], rules.Groups!.Value.Select(group => (group.Use, group.Group.Anchor)));
        Assert.Equal("NoPicks", (await Assert.ThrowsAsync<RuleException>(() => ChangeAsync(world, RuleChange.EndPicks(GroupUse.Roles)))).Code);
    }

    [Fact]
    public async Task A_role_named_by_its_name_is_bound_and_followed_by_its_id()
    {
        using var world = Company(sync => Name(sync, "  customers "));
        var role = world.Application.AddRole("Customers");
        Assert.Equal((Reason.RolePicked, role), Of((await world.PrepareAsync()).Rows.Single(r => r.Kind == RowKind.Role)));
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Customers"));

        world.Application.Edit(role, r => r with { Attributes = r.Attributes.With(AttributeNames.Name, "Clients") });
        world.Application.AddRole("Customers");
        world.Edit("g-sales", r => r with { Members = ["guid-bob"] });
        await world.SyncAsync();

        Assert.Equal(["bob"], Members(world, "Clients"));
        Assert.Empty(Members(world, "Customers"));
        static (Reason, string?) Of(PlanRow row) => (row.Reason, row.Target!.Id);
    }

    [Fact]
    public async Task A_name_that_several_roles_have_is_a_conflict_that_names_their_ids_and_an_id_beats_a_name()
    {
        using var world = Company(sync => Name(sync, "Customers"));
        var (one, two) = (world.Application.AddRole("Customers"), world.Application.AddRole("customers"));
        var row = (await world.PrepareAsync()).Rows.Single(r => r.Kind == RowKind.Role);
        Assert.Equal((RowStatus.Conflict, Reason.AmbiguousTarget), (row.Status, row.Reason));
        Assert.Contains($"{one}, {two}", row.Text, StringComparison.Ordinal);

        using var byId = Company(sync => Name(sync, "1001"));
        var right = byId.Application.AddRole("Customers");
        Assert.Equal("1001", right);
        byId.Application.AddRole("1001");
        Assert.Equal(right, (await byId.PrepareAsync()).Rows.Single(r => r.Kind == RowKind.Role).Target!.Id);
    }

    [Fact]
    public async Task One_group_feeds_several_roles_by_being_a_member_of_several_groups()
    {
        using var world = Company(sync =>
        {
            sync.RoleGroups.Add("Everybody");
            sync.RoleGroups.Add("Sales");
        });
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.Equal(["ada", "bob", "eve"], Members(world, "Everybody"));
        world.Edit("g-sales", r => r with { Members = ["guid-bob"] });
        await world.SyncAsync();
        Assert.Equal((1, 2), (Members(world, "Sales").Length, Members(world, "Everybody").Length));
    }

    [Fact]
    public async Task Roles_alone_are_applied_for_people_who_are_linked_and_the_others_wait_for_theirs()
    {
        using var world = Company(sync => sync.RoleGroups.Add("Sales"));
        var plan = await world.PrepareAsync();
        await world.ApplyAsync(plan, new RowSelection { Kinds = [RowKind.User], Exclude = [plan.Row("bob").Id] });
        Assert.NotNull(world.AccountOf("ada@corp.example"));
        Assert.Null(world.AccountOf("bob@corp.example"));

        plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan, new RowSelection { Kinds = [RowKind.Role, RowKind.Membership] });

        Assert.Equal(["ada"], Members(world, "Sales"));
        Assert.Null(world.AccountOf("bob@corp.example"));
        Assert.Equal(RowResult.Deferred, report.Outcomes.Single(o => o.RowId == plan.Rows.Single(r => r.Kind == RowKind.Membership && r.Source!.Login == "bob").Id).Result);
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    private static void Name(SyncOptions sync, string role)
    {
        sync.RoleGroups.Add("Sales");
        sync.RoleTargets["Sales"] = role;
    }

    private static EntryKey Group(string anchor) => new(new SystemName("corp-ad"), EntryKind.Group, anchor);

    private static Task ChangeAsync(World world, params RuleChange[] changes) => world.Engine.ChangeRulesAsync(World.Sync, changes, World.Anna, "a pilot", Token);

    private static World Company(Action<SyncOptions>? configure = null)
    {
        var world = new World(configure);
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Hire("eve", "Eve");
        world.Group("g-all", "Everybody", "g-sales", "guid-eve");
        world.Group("g-sales", "Sales", "guid-ada", "guid-bob");
        return world;
    }

    private static string[] Members(World world, string role) =>
    [
        .. world.Application.Contents.Single(r => r.Kind == EntryKind.Group && r.Attributes[AttributeNames.Name] == role).Members
            .Select(id => world.Application.Find(id)!.Attributes[AttributeNames.Email]!.Split('@')[0]).Order(StringComparer.Ordinal),
    ];
}
