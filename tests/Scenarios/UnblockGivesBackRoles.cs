using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>A block takes away roles, and an application gives back the sign-in only. What was taken is on record, and comes back with the person.</summary>
public sealed class UnblockGivesBackRoles
{
    private const string Ada = "ada@corp.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_row_names_them_and_applying_it_gives_them_back_one_write_each()
    {
        using var world = await BlockedAsync();
        var plan = await ReturnAsync(world);
        var row = plan.Row("ada");
        Assert.Equal((RowStatus.Unblock, Reason.ActiveAgain), (row.Status, row.Reason));
        Assert.Equal(["Editors", "Sales"], row.Roles.Select(role => role.Name));
        Assert.Equal([Effect.Unblock, Effect.RestoreRole, Effect.RestoreRole], row.Effects);
        Assert.Contains("'Editors', 'Sales'", row.Text, StringComparison.Ordinal);

        var before = world.Application.Calls.Count;
        Assert.Equal(1, (await world.ApplyAsync(plan)).Count(RowResult.Applied));

        Assert.Equal(3, world.Application.Calls.Count - before);
        Assert.Equal(["Editors", "Sales"], RolesOf(world, Ada));
        Assert.Empty((await world.PrepareAsync()).Rows);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_that_ends_in_between_is_finished_by_the_next_plan(int call)
    {
        foreach (var fault in new[] { ScriptedFault.LoseBefore, ScriptedFault.LoseAfter })
        {
            using var world = await BlockedAsync();
            var plan = await ReturnAsync(world);
            world.Application.FailCall(world.Application.Calls.Count + call, fault);
            await world.ApplyAsync(plan);

            var rest = (await world.PrepareAsync()).FindRow("ada");
            if (call > 0 && rest is not null)
            {
                Assert.Equal((RowStatus.Update, Reason.RolesOwed, true), (rest.Status, rest.Reason, rest.Selected));
            }

            await world.SyncAsync();
            Assert.True(world.AccountOf(Ada)!.Enabled);
            Assert.Equal(["Editors", "Sales"], RolesOf(world, Ada));
            Assert.Empty((await world.PrepareAsync()).Rows);
        }
    }

    [Fact]
    public async Task A_refused_role_does_not_undo_the_rest_and_is_asked_for_again()
    {
        using var world = await BlockedAsync();
        var plan = await ReturnAsync(world);
        world.Application.Fault = (change, _) => change.TargetId == RoleId(world, "Editors") ? ScriptedFault.Refuse("locked") : null;
        Assert.Equal(1, (await world.ApplyAsync(plan)).Count(RowResult.Refused));
        Assert.True(world.AccountOf(Ada)!.Enabled);

        world.Application.Fault = null;
        Assert.Equal(Reason.RolesOwed, (await world.PrepareAsync()).Row("ada").Reason);
        await world.SyncAsync();
        Assert.Equal(["Editors", "Sales"], RolesOf(world, Ada));
    }

    [Fact]
    public async Task A_role_that_is_gone_or_was_given_back_by_hand_is_not_written()
    {
        using var world = await BlockedAsync();
        world.Application.Edit(RoleId(world, "Editors"), _ => null);
        world.Application.Edit(RoleId(world, "Sales"), role => role with { Members = [world.AccountOf(Ada)!.Anchor] });

        var row = (await ReturnAsync(world)).Row("ada");

        Assert.Equal([Effect.Unblock], row.Effects);
        Assert.Contains("2 role(s)", row.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_that_the_rules_do_not_name_comes_back_as_it_was()
    {
        using var world = new World(sync => sync.Map[AttributeNames.Department] = "");
        world.HireMany(50);
        world.Hire("ada");
        await world.SyncAsync();
        var sales = world.Application.AddDepartment("Sales");
        world.Application.Edit(world.AccountOf(Ada)!.Anchor, account => account with { Parent = sales });
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        world.Application.Edit(world.AccountOf(Ada)!.Anchor, account => account with { Parent = null });

        var plan = await ReturnAsync(world);

        Assert.Equal([Effect.Unblock, Effect.Update], plan.Row("ada").Effects);
        Assert.Equal("Sales", plan.Row("ada").Changes.Single().To);
        await world.ApplyAsync(plan);
        Assert.Equal(sales, world.AccountOf(Ada)!.Parent);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task What_somebody_gave_back_by_hand_and_takes_away_later_is_not_given_back_again()
    {
        using var world = await BlockedAsync();
        world.Application.Edit(RoleId(world, "Sales"), role => role with { Members = [world.AccountOf(Ada)!.Anchor] });
        await world.ApplyAsync(await ReturnAsync(world));
        Assert.Empty((await world.PrepareAsync()).Rows);

        world.Application.Edit(RoleId(world, "Sales"), role => role with { Members = [] });

        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task What_a_person_gives_back_by_hand_is_left_as_that_person_wants_it()
    {
        using var world = await BlockedAsync();
        world.Application.Edit(world.AccountOf(Ada)!.Anchor, account => account with { Enabled = true });
        world.Edit("guid-ada", r => r with { Enabled = true });

        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_second_block_remembers_what_was_there_the_second_time()
    {
        using var world = await BlockedAsync();
        await world.ApplyAsync(await ReturnAsync(world));
        world.Application.Edit(RoleId(world, "Sales"), role => role with { Members = [] });
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();

        Assert.Equal(["Editors"], (await ReturnAsync(world)).Row("ada").Roles.Select(role => role.Name));
    }

    [Fact]
    public async Task History_tells_what_was_taken_and_what_was_given_back()
    {
        using var world = await BlockedAsync();
        await world.ApplyAsync(await ReturnAsync(world));
        var (editors, sales) = (RoleId(world, "Editors"), RoleId(world, "Sales"));

        var told = (await world.Engine.ReadHistoryAsync(Ada, Token)).Items.Select(item => item.Text).ToList();

        Assert.Contains($"About to send a block to pyrus, which takes away: access; roles {editors}, {sales}.", told);
        Assert.Contains($"pyrus confirmed: the role {editors} was given back.", told);
        Assert.Contains($"pyrus confirmed: the role {sales} was given back.", told);
    }

    /// <summary>Ada, blocked by a sync; she had two of three roles.</summary>
    private static async Task<World> BlockedAsync()
    {
        var world = new World();
        world.HireMany(50);
        world.Hire("ada");
        await world.SyncAsync();
        var ada = world.AccountOf(Ada)!.Anchor;
        world.Application.AddRole("Editors", ada, world.AccountOf("p001@corp.example")!.Anchor);
        world.Application.AddRole("Sales", ada);
        world.Application.AddRole("Others", world.AccountOf("p001@corp.example")!.Anchor);
        world.Edit("guid-ada", r => r with { Enabled = false });
        await world.SyncAsync();
        Assert.Empty(RolesOf(world, Ada));
        return world;
    }

    private static Task<TestSupport.PlanInFull> ReturnAsync(World world)
    {
        world.Edit("guid-ada", r => r with { Enabled = true });
        return world.PrepareAsync();
    }

    private static string RoleId(World world, string name) =>
        world.Application.Contents.Single(r => r.Kind == EntryKind.Group && r.Attributes[AttributeNames.Name] == name).Anchor;

    private static string[] RolesOf(World world, string email)
    {
        var id = world.AccountOf(email)!.Anchor;
        return
        [
            .. world.Application.Contents.Where(r => r.Kind == EntryKind.Group && r.Members.Contains(id)).Select(r => r.Attributes[AttributeNames.Name]!)
                .Order(StringComparer.Ordinal),
        ];
    }
}
