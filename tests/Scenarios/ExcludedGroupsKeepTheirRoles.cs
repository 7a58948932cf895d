using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>A group that is kept as a role and is excluded, by hand or by a text: its role stays as it is, whoever comes into the group or leaves it.</summary>
public sealed class ExcludedGroupsKeepTheirRoles
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Excluded_after_its_role_was_made_the_role_is_frozen_with_its_name_and_members(bool byFilter)
    {
        using var world = Company("Sales");
        await world.SyncAsync();
        RuleChange[] change = [byFilter ? RuleChange.AddFilter(EntryKind.Group, "name", "SALE") : RuleChange.Except(Group("g-sales"))];
        await ChangeAsync(world, change);
        world.Edit("g-sales", r => r with { Members = ["guid-bob", "guid-eve"], Attributes = AttributeSet.Of((AttributeNames.Name, "Sales of today")) });

        var plan = await world.PrepareAsync();

        var row = Assert.Single(plan.Rows);
        Assert.Equal((RowKind.Role, RowStatus.Frozen, Reason.GroupExcluded), (row.Kind, row.Status, row.Reason));
        Assert.Contains("the members stay as they are", row.Text, StringComparison.Ordinal);
        await world.ApplyAsync(plan);
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Excluded_before_no_role_is_made_for_it_and_lifting_that_makes_one()
    {
        using var world = Company("Sales");
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.Except(Group("g-sales")));
        await world.SyncAsync();
        Assert.DoesNotContain(world.Application.Contents, r => r.Kind == EntryKind.Group);

        await ChangeAsync(world, RuleChange.Lift(Group("g-sales")));
        await world.SyncAsync();

        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    [Fact]
    public async Task Excluded_inside_a_group_it_is_not_entered_and_who_came_through_it_before_stays()
    {
        using var world = Company("Everybody");
        await world.SyncAsync();
        Assert.Equal(["ada", "bob", "eve"], Members(world, "Everybody"));
        await ChangeAsync(world, RuleChange.Except(Group("g-sales")));
        world.Edit("g-sales", r => r with { Members = r.Members.Add("guid-p001") }); // comes too late
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Kind == RowKind.Membership);

        world.Edit("g-all", r => r with { Members = r.Members.Remove("guid-eve") });
        await world.SyncAsync();

        Assert.Equal(["ada", "bob"], Members(world, "Everybody"));
    }

    [Fact]
    public async Task Who_is_also_in_another_group_of_the_role_comes_in_through_that()
    {
        using var world = Company("Everybody");
        await world.PrepareAsync();
        await ChangeAsync(world, RuleChange.Except(Group("g-sales")));
        world.Edit("g-all", r => r with { Members = r.Members.Add("guid-bob") });
        await world.SyncAsync();
        Assert.Equal(["bob", "eve"], Members(world, "Everybody"));
    }

    [Fact]
    public async Task How_many_people_and_roles_a_text_in_the_names_of_groups_would_freeze_is_counted_before_it_is_stored()
    {
        using var world = new World(sync =>
        {
            for (var i = 0; i < 10; i++)
            {
                sync.RoleGroups.Add($"g-{i}");
            }
        });
        world.HireMany(20);
        for (var i = 0; i < 10; i++)
        {
            world.Group($"g-{i}", i < 4 ? $"Test {i}" : $"Team {i}", $"guid-p{i:000}");
        }

        await world.SyncAsync();
        RuleChange[] change = [RuleChange.AddFilter(EntryKind.Group, "name", "test")];

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, change, World.Anna, "tests", Token);

        Assert.Equal(new RowShift(null, RowStatus.Frozen, 4), Assert.Single(effect.Shifts)); // four of ten groups
        await ChangeAsync(world, change);
        Assert.Equal(4, (await world.PrepareAsync()).Rows.Count(r => r is { Kind: RowKind.Role, Status: RowStatus.Frozen }));
        Assert.Equal(4, Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Filters).Covers);
    }

    [Fact]
    public async Task A_person_who_is_excluded_and_comes_through_an_excluded_group_is_excluded_as_a_person()
    {
        using var world = new World(sync => sync.PickGroups("Everybody"));
        Fill(world);
        await world.SyncAsync();
        await ChangeAsync(world, RuleChange.Except(Group("g-sales")), RuleChange.Except(new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada")));

        var plan = await world.PrepareAsync();

        Assert.Equal((Reason.Excluded, Reason.GroupExcluded), (plan.Row("ada").Reason, plan.Row("bob").Reason));
        await ChangeAsync(world, RuleChange.Lift(Group("g-sales")));
        plan = await world.PrepareAsync();
        Assert.Equal(Reason.Excluded, plan.Row("ada").Reason);
        Assert.Null(plan.FindRow("bob"));
    }

    [Fact]
    public async Task Memberships_of_people_under_a_filter_are_left_in_both_directions()
    {
        using var world = Company("Sales");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Trainee") });
        world.Edit("guid-eve", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Trainee") });
        await world.SyncAsync();
        await ChangeAsync(world, RuleChange.AddFilter(EntryKind.Account, AttributeNames.Title, "trainee"));
        world.Edit("g-sales", r => r with { Members = ["guid-bob", "guid-eve"] }); // Ada goes, Eve comes

        var plan = await world.PrepareAsync();

        Assert.DoesNotContain(plan.Rows, r => r.Kind == RowKind.Membership);
        Assert.Contains("1 is excluded", plan.Rows.Single(r => r.Reason == Reason.MembersWait).Text, StringComparison.Ordinal);
        await world.ApplyAsync(plan);
        Assert.Equal(["ada", "bob"], Members(world, "Sales"));
    }

    private static EntryKey Group(string anchor) => new(new SystemName("corp-ad"), EntryKind.Group, anchor);

    private static Task ChangeAsync(World world, params RuleChange[] changes) => world.Engine.ChangeRulesAsync(World.Sync, changes, World.Anna, "not ours", Token);

    private static World Company(string role)
    {
        var world = new World(sync => sync.RoleGroups.Add(role));
        Fill(world);
        return world;
    }

    /// <summary>Ada and Bob of Sales, which is in Everybody, as Eve is.</summary>
    private static void Fill(World world)
    {
        world.HireMany(20);
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Hire("eve", "Eve");
        world.Group("g-all", "Everybody", "g-sales", "guid-eve");
        world.Group("g-sales", "Sales", "guid-ada", "guid-bob");
    }

    private static string[] Members(World world, string role) =>
    [
        .. world.Application.Contents.Single(r => r.Kind == EntryKind.Group && r.Attributes[AttributeNames.Name] == role).Members
            .Select(id => world.Application.Find(id)!.Attributes[AttributeNames.Email]!.Split('@')[0]).Order(StringComparer.Ordinal),
    ];
}
