using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>When a new group is created, a new role appears; who joins or leaves the group joins or leaves the role.</summary>
public sealed class GroupsAsRoles
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_group_with_new_people_becomes_a_role_with_members_in_one_run()
    {
        using var world = Office("Sales");
        var plan = await world.PrepareAsync();
        Assert.Equal((RowStatus.New, Reason.NewGroup, true), Seen(RoleRow(plan, "Sales")));
        Assert.Equal(["ada", "bob"], plan.Rows.Where(r => r.Kind == RowKind.Membership).Select(r => r.Source!.Login));
        Assert.All(plan.Rows.Where(r => r.Kind == RowKind.Membership), row => Assert.Equal(2, row.Requires.Length));

        var report = await world.ApplyAsync(plan);

        Assert.All(report.Outcomes, o => Assert.Equal(RowResult.Applied, o.Result));
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.Equal("g-sales", Role(world, "Sales").Attributes[AttributeNames.ExternalId]);
        Assert.Single(world.Application.Calls, call => call.Change.Action == ChangeAction.AddToRole);
        Assert.Empty((await world.PrepareAsync()).Rows);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Who_joins_and_who_leaves_is_reflected_and_whom_somebody_added_by_hand_stays()
    {
        using var world = await SyncedAsync();
        var hand = world.AccountOf("p001@corp.example")!.Anchor;
        world.Application.Edit(Role(world, "Sales").Anchor, role => role with { Members = role.Members.Add(hand) });
        SetMembers(world, "guid-bob", "guid-p002");

        var plan = await world.PrepareAsync();
        Assert.Equal(
            [("ada", Reason.MemberRemoved), ("p002", Reason.MemberAdded)],
            plan.Rows.Where(r => r.Kind == RowKind.Membership).Select(r => (r.Source!.Login!, r.Reason)).Order());
        await world.ApplyAsync(plan);

        Assert.Equal(["bob", "p001", "p002"], Members(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Nested_groups_and_the_primary_group_count()
    {
        using var world = new World(sync => sync.RoleGroups.Add("Everybody"));
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Hire("eve", "Eve");
        world.Edit("guid-eve", r => r with { Attributes = r.Attributes.With(AttributeNames.PrimaryGroup, "g-inner") });
        world.Group("g-all", "Everybody", "guid-ada", "g-inner");
        world.Group("g-inner", "Inner", "guid-bob", "g-all");

        await world.SyncAsync();

        Assert.Equal(["ada", "bob", "eve"], Members(world, "Everybody"));
    }

    [Fact]
    public async Task A_renamed_group_renames_its_role_and_a_renamed_role_is_a_persons_doing()
    {
        using var world = await SyncedAsync();
        world.Edit("g-sales", r => r with { Attributes = r.Attributes.With(AttributeNames.Name, "Sales and more") });
        var renamed = RoleRow(await world.PrepareAsync(), "Sales and more");
        Assert.Equal((RowStatus.Update, Reason.FieldsChanged, true), Seen(renamed));
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales and more"));

        world.Application.Edit(Role(world, "Sales and more").Anchor, role => role with { Attributes = role.Attributes.With(AttributeNames.Name, "Our sales") });
        Assert.Equal((RowStatus.Update, Reason.Drift, false), Seen((await world.PrepareAsync()).Rows.Single()));
    }

    [Fact]
    public async Task A_role_of_that_name_is_bound_only_when_a_person_says_so()
    {
        using var world = Office("Sales");
        await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Kinds = [RowKind.User] });
        var hand = world.AccountOf("p001@corp.example")!.Anchor;
        world.Application.AddRole("SALES ", hand, world.AccountOf("ada@corp.example")!.Anchor);
        var plan = await world.PrepareAsync();
        var row = plan.Rows.Single(r => r.Kind == RowKind.Role);
        Assert.Equal((RowStatus.Bind, Reason.SameName, false), Seen(row));
        Assert.All(plan.Rows.Where(r => r.Kind == RowKind.Membership), member => Assert.False(member.Selected));
        Assert.Equal(0, (await world.ApplyAsync(plan)).Count(RowResult.Applied));

        plan = await world.PrepareAsync();
        await world.ApplyAsync(plan, new RowSelection { Include = [.. plan.Rows.Where(r => r.Effects.Length > 0).Select(r => r.Id)] });

        Assert.Equal(["ada", "bob", "p001"], Members(world, "SALES "));
        SetMembers(world);
        await world.SyncAsync();
        Assert.Equal(["ada", "p001"], Members(world, "SALES ")); // Ada was there before the group was.
    }

    [Fact]
    public async Task Two_groups_feed_one_role_and_who_leaves_one_stays_for_the_other()
    {
        using var world = new World(sync =>
        {
            sync.RoleGroups.Add("Sales");
            sync.RoleGroups.Add("Service");
            sync.RoleTargets["Sales"] = "1001";
            sync.RoleTargets["Service"] = "1001";
        });
        world.Application.AddRole("Customers");
        world.HireMany(20);
        world.Group("g-1", "Sales", "guid-p001", "guid-p002");
        world.Group("g-2", "Service", "guid-p002", "guid-p003");
        await world.SyncAsync();
        Assert.Equal(["p001", "p002", "p003"], Members(world, "Customers"));

        world.Edit("g-1", r => r with { Members = [] });
        await world.SyncAsync();
        Assert.Equal(["p002", "p003"], Members(world, "Customers"));

        world.Edit("g-2", r => r with { Members = ["guid-p003"] });
        await world.SyncAsync();
        Assert.Equal(["p003"], Members(world, "Customers"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whoever_cannot_be_a_member_yet_waits_and_comes_in_by_himself()
    {
        using var world = Office("Sales");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email) });
        var bob = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-bob");
        await world.Engine.ExcludeAsync(World.Sync, bob, World.Anna, "special", null, Token);
        await world.SyncAsync();
        var waiting = (await world.PrepareAsync()).Rows.Single(r => r.Reason == Reason.MembersWait);
        Assert.Equal(RowStatus.Deferred, waiting.Status);
        Assert.Contains("2 in 'Sales'", waiting.Text, StringComparison.Ordinal);
        Assert.Contains("1 has no account", waiting.Text, StringComparison.Ordinal);
        Assert.Contains("1 is excluded", waiting.Text, StringComparison.Ordinal);

        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "ada@corp.example") });
        await world.Engine.IncludeAsync(World.Sync, bob, World.Anna, "ordinary again", Token);
        await world.SyncAsync();

        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Memberships_of_excluded_people_are_left_in_both_directions()
    {
        using var world = await SyncedAsync();
        var ada = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada");
        await world.Engine.ExcludeAsync(World.Sync, ada, World.Anna, "special", null, Token);
        SetMembers(world, "guid-bob");

        await world.SyncAsync();

        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    [Fact]
    public async Task A_group_that_is_gone_or_not_picked_any_more_leaves_its_role_as_it_is()
    {
        using var world = await SyncedAsync();
        world.Directory.Records.RemoveAll(r => r.Anchor == "g-sales");
        var gone = (await world.PrepareAsync()).Rows.Single();
        Assert.Equal((RowStatus.Frozen, Reason.GroupGone, false), Seen(gone));
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));

        using var unpicked = new World(null, world.Store, world.Directory, world.Application);
        unpicked.Group("g-sales", "Sales");
        Assert.Equal((RowStatus.Unmanaged, Reason.NoLongerPicked, false), Seen((await unpicked.PrepareAsync()).Rows.Single()));
        await unpicked.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    [Fact]
    public async Task Whoever_is_blocked_loses_the_role_by_that_and_gets_it_back_by_the_unblock()
    {
        using var world = await SyncedAsync();
        world.Edit("guid-ada", r => r with { Enabled = false });
        SetMembers(world, "guid-bob");
        var before = world.Application.Calls.Count;
        await world.SyncAsync();
        Assert.Equal([ChangeAction.BlockAccount], world.Application.Calls.Skip(before).Select(call => call.Change.Action));

        SetMembers(world, "guid-ada", "guid-bob");
        world.Edit("guid-ada", r => r with { Enabled = true });
        var plan = await world.PrepareAsync();
        await world.ApplyAsync(plan);

        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whoever_left_the_group_while_blocked_does_not_get_the_role_back()
    {
        using var world = await SyncedAsync();
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        SetMembers(world, "guid-bob");
        world.Edit("guid-ada", r => r with { Enabled = true });

        await world.SyncAsync();

        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);
        Assert.Equal(["bob"], Members(world, "Sales"));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whom_somebody_took_out_of_the_role_by_hand_is_shown_and_not_put_back_by_itself()
    {
        using var world = await SyncedAsync();
        var ada = world.AccountOf("ada@corp.example")!.Anchor;
        world.Application.Edit(Role(world, "Sales").Anchor, role => role with { Members = role.Members.Remove(ada) });

        var row = (await world.PrepareAsync()).Rows.Single();

        Assert.Equal((RowStatus.Update, Reason.Drift, false), Seen(row));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public async Task A_role_that_loses_too_many_at_once_waits_for_an_approval_and_the_rest_goes_on(int leaving, bool held)
    {
        using var world = new World(sync => sync.RoleGroups.Add("Many"));
        world.HireMany(20);
        world.Group("g-many", "Many", [.. Enumerable.Range(0, 20).Select(i => $"guid-p{i:000}")]);
        await world.SyncAsync();
        world.Edit("g-many", r => r with { Members = [.. r.Members.Skip(leaving)] });
        world.Hire("new", "Nora");

        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);

        Assert.Equal(held ? 1 : 0, plan.Held.Length);
        Assert.Equal(held ? leaving : 0, report.Count(RowResult.Held));
        Assert.NotNull(world.AccountOf("new@corp.example"));
        Assert.Equal(held ? 20 : 20 - leaving, Members(world, "Many").Length);
    }

    [Fact]
    public async Task A_reading_that_breaks_takes_nobody_out()
    {
        using var world = await SyncedAsync();
        SetMembers(world, "guid-bob");
        world.Directory.FailAfterBatches = 1;

        var plan = await world.PrepareAsync();

        Assert.True(plan.Incomplete);
        Assert.DoesNotContain(plan.Rows, r => r.Reason == Reason.MemberRemoved);
    }

    [Fact]
    public async Task An_empty_group_gets_no_role_unless_that_is_wanted()
    {
        using var world = new World(sync => sync.RoleGroups.Add("Empty"));
        world.Group("g-empty", "Empty");
        Assert.Equal((RowStatus.Deferred, Reason.MembersWait, false), Seen((await world.PrepareAsync()).Rows.Single()));

        using var wanting = new World(sync =>
        {
            sync.RoleGroups.Add("Empty");
            sync.CreateEmptyRoles = true;
        });
        wanting.Group("g-empty", "Empty");
        await wanting.SyncAsync();
        Assert.Empty(Members(wanting, "Empty"));
        Assert.Empty((await wanting.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Two_groups_of_one_name_are_a_conflict_until_their_roles_are_named()
    {
        using var world = new World(sync =>
        {
            sync.RoleGroups.Add("g-1");
            sync.RoleGroups.Add("g-2");
        });
        world.Hire("ada");
        world.Group("g-1", "Sales", "guid-ada");
        world.Group("g-2", "sales", "guid-ada");

        var plan = await world.PrepareAsync();

        Assert.Equal(2, plan.Rows.Count(r => r is { Kind: RowKind.Role, Status: RowStatus.Conflict, Reason: Reason.AmbiguousSource }));
    }

    [Fact]
    public async Task A_refused_member_does_not_keep_out_the_others()
    {
        using var world = Office("Sales");
        await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Kinds = [RowKind.User] });
        var ada = world.AccountOf("ada@corp.example")!.Anchor;
        world.Application.Fault = (change, _) =>
            change.Action == ChangeAction.AddToRole && change.Members.Contains(ada) ? ScriptedFault.Refuse("access_denied_person") : null;

        var report = await world.SyncAsync();

        Assert.Equal(1, report.Count(RowResult.Refused));
        Assert.Equal(["bob"], Members(world, "Sales"));
        world.Application.Fault = null;
        await world.SyncAsync();
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_answer_is_lost_one_role_comes_out_with_the_right_members_which_are_ours(bool done)
    {
        for (var call = 0; call < 6; call++)
        {
            using var world = Office("Sales");
            await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Kinds = [RowKind.User] });
            world.Application.FailCall(world.Application.Calls.Count + call, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
            await world.SyncAsync();
            await world.SyncAsync();
            Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Group);
            Assert.Equal(["ada", "bob"], Members(world, "Sales"));

            SetMembers(world, "guid-bob");
            await world.SyncAsync();
            await world.SyncAsync();
            Assert.Equal(["bob"], Members(world, "Sales"));
            Assert.Empty((await world.PrepareAsync()).Rows);
        }
    }

    [Fact]
    public async Task A_role_that_somebody_deleted_is_not_made_again_by_itself()
    {
        using var world = await SyncedAsync();
        world.Application.Edit(Role(world, "Sales").Anchor, _ => null);

        var row = (await world.PrepareAsync()).Rows.Single();

        Assert.Equal((RowStatus.Conflict, Reason.RoleMissing, false), Seen(row));
    }

    [Fact]
    public async Task Many_members_take_few_writes()
    {
        using var world = new World(sync => sync.RoleGroups.Add("Many"));
        world.HireMany(450);
        world.Group("g-many", "Many", [.. Enumerable.Range(0, 450).Select(i => $"guid-p{i:000}")]);

        await world.SyncAsync();

        Assert.Equal([200, 200, 50], world.Application.Calls.Where(c => c.Change.Action == ChangeAction.AddToRole).Select(c => c.Change.Members.Count));
        Assert.Equal(450, Members(world, "Many").Length);
    }

    private static World Office(string group)
    {
        var world = new World(sync => sync.RoleGroups.Add(group));
        world.HireMany(20);
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Group($"g-{group.ToLowerInvariant()}", group, "guid-ada", "guid-bob");
        return world;
    }

    private static async Task<World> SyncedAsync()
    {
        var world = Office("Sales");
        await world.SyncAsync();
        Assert.Empty((await world.PrepareAsync()).Rows);
        return world;
    }

    private static void SetMembers(World world, params string[] members) => world.Edit("g-sales", group => group with { Members = [.. members] });

    private static PlanRow RoleRow(PlanInFull plan, string name) => plan.Rows.Single(r => r.Kind == RowKind.Role && r.Source?.Name == name);

    private static (RowStatus, Reason, bool) Seen(PlanRow row) => (row.Status, row.Reason, row.Selected);

    private static SourceRecord Role(World world, string name) =>
        world.Application.Contents.Single(r => r.Kind == EntryKind.Group && r.Attributes[AttributeNames.Name] == name);

    private static string[] Members(World world, string role) =>
    [
        .. Role(world, role).Members.Select(id => world.Application.Find(id)!.Attributes[AttributeNames.Email]!.Split('@')[0]).Order(StringComparer.Ordinal),
    ];
}
