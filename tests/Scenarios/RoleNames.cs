using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>Names that groups have and roles may not: what the target takes it gets, what it refuses is told, and one bad name stops no other role.</summary>
public sealed class RoleNames
{
    [Fact]
    public async Task A_name_that_the_target_refuses_is_told_with_its_cause_and_the_other_roles_and_people_go_on()
    {
        using var world = Company(("g-long", new string('x', 300)), ("g-ok", "Sales"));
        world.Application.Fault = (change, _) => change.Fields[AttributeNames.Name] is { Length: > 256 } ? ScriptedFault.Refuse("value_is_too_long") : null;

        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);

        var refused = Assert.Single(report.Outcomes, o => o.Result == RowResult.Refused);
        Assert.Equal(("value_is_too_long", "g-long"), (refused.Code, plan.Rows.Single(r => r.Id == refused.RowId).Group));
        Assert.Equal(2, report.Count(RowResult.Deferred)); // the members that it would have had
        Assert.Equal(["Sales"], Roles(world));

        world.Edit("g-long", r => r with { Attributes = AttributeSet.Of((AttributeNames.Name, "Short")) });
        await world.SyncAsync();
        Assert.Equal(["Sales", "Short"], Roles(world));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData("Sales ")]
    [InlineData(" SALES\u00A0")]
    [InlineData("Sale\u0073")]
    public async Task Two_names_that_are_the_same_but_for_blanks_and_case_are_one_name_and_a_conflict(string other)
    {
        using var world = Company(("g-1", "Sales"), ("g-2", other));
        var rows = (await world.PrepareAsync()).Rows.Where(r => r.Kind == RowKind.Role).ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((RowStatus.Conflict, Reason.AmbiguousSource), (row.Status, row.Reason)));
        Assert.Contains("g-1", rows[1].Text, StringComparison.Ordinal);
        Assert.Empty((await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Kinds = [RowKind.Role] })).Outcomes.Where(o => o.Result == RowResult.Applied));
    }

    [Theory]
    [InlineData("🦊 Лисы & Füchse")]
    [InlineData("O'Neill, \"Sales\" <x>")]
    public async Task Any_letters_and_signs_are_a_name(string name)
    {
        using var world = Company(("g-1", name));
        await world.SyncAsync();
        Assert.Equal([name], Roles(world));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_group_without_a_name_is_known_by_its_id()
    {
        using var world = Company(("g-1", null));
        await world.SyncAsync();
        Assert.Equal(["g-1"], Roles(world));
    }

    [Fact]
    public async Task A_group_made_again_is_another_one_and_its_role_is_bound_only_when_somebody_says_so()
    {
        using var world = Company(("g-1", "Sales"));
        await world.SyncAsync();
        world.Directory.Records.RemoveAll(r => r.Anchor == "g-1");
        world.Group("g-new", "Sales", "guid-ada", "guid-bob");
        using var again = new World(sync => sync.RoleGroups.Add("g-new"), world.Store, world.Directory, world.Application);

        var plan = await again.PrepareAsync();

        Assert.Equal(
            [(RowStatus.Unmanaged, Reason.NoLongerPicked, false), (RowStatus.Bind, Reason.SameName, false)],
            plan.Rows.Where(r => r.Kind == RowKind.Role).OrderByDescending(r => r.Status).Select(r => (r.Status, r.Reason, r.Selected)));
        await again.ApplyAsync(plan, new RowSelection { Include = [.. plan.Rows.Where(r => r.Reason == Reason.SameName).Select(r => r.Id)] });
        Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Group);
    }

    [Fact]
    public async Task A_group_that_moves_or_leaves_what_is_read_keeps_its_role_as_it_is()
    {
        using var world = Company(("g-1", "Sales"));
        await world.SyncAsync();
        world.Unit("ou-else", "Elsewhere");
        world.Edit("g-1", r => r with { Parent = "ou-else" });
        Assert.Empty((await world.PrepareAsync()).Rows);

        world.Directory.Records.RemoveAll(r => r.Anchor == "g-1");
        world.Directory.Answers["g-1"] = ConfirmationAnswer.Elsewhere;
        var row = Assert.Single((await world.PrepareAsync()).Rows);

        Assert.Equal((RowStatus.Frozen, Reason.GroupGone), (row.Status, row.Reason));
        Assert.Equal(["Sales"], Roles(world));
    }

    /// <summary>Ada and Bob in every group; all groups are roles.</summary>
    private static World Company(params (string Anchor, string? Name)[] groups)
    {
        var world = new World(sync =>
        {
            foreach (var (anchor, _) in groups)
            {
                sync.RoleGroups.Add(anchor);
            }
        });
        world.Hire("ada");
        world.Hire("bob", "Bob");
        foreach (var (anchor, name) in groups)
        {
            world.Directory.Records.Add(new SourceRecord
            {
                Kind = EntryKind.Group,
                Anchor = anchor,
                Members = ["guid-ada", "guid-bob"],
                Attributes = AttributeSet.Of((AttributeNames.Name, name)),
            });
        }

        return world;
    }

    private static IEnumerable<string> Roles(World world) => world.Application.Contents
        .Where(r => r.Kind == EntryKind.Group).Select(r => r.Attributes[AttributeNames.Name]!).Order(StringComparer.Ordinal);
}
