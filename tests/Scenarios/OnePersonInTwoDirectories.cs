using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Somebody who is in two directories has one account: the first of them that has the person active says what is in it.</summary>
public sealed class OnePersonInTwoDirectories
{
    [Fact]
    public async Task One_row_one_account_two_links_and_then_nothing_to_do()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada", title: "Engineer");
        company.Join("ada", title: "Developer");
        world.Hire("bob", "Bob");
        company.Join("cyd", "Cyd");

        var plan = await world.PrepareAsync();
        Assert.Equal(3, plan.Counts[RowStatus.New]);
        var row = plan.Rows.Single(r => r.Source?.Email == "ada@corp.example");
        Assert.Equal("corp-ad", row.Source!.System.Value);
        Assert.Equal("w-ada", Assert.Single(row.Further!.Value).Anchor);
        Assert.Contains("workspace", row.Text, StringComparison.Ordinal);

        await world.ApplyAsync(plan);
        Assert.Equal(3, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.Equal("Engineer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);

        var events = await world.EventsAsync();
        var next = await world.PrepareAsync();
        Assert.Empty(next.Rows);
        Assert.Equal(3, next.Counts.Noop);
        Assert.Equal(events, await world.EventsAsync());
    }

    [Fact]
    public async Task An_account_that_is_there_is_bound_to_both_in_one_row()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        company.Join("ada");
        world.Account("ada@corp.example");

        var plan = await world.PrepareAsync();
        var row = Assert.Single(plan.Rows);
        Assert.Equal((RowStatus.Bind, 1), (row.Status, row.Further!.Value.Length));
        await world.ApplyAsync(plan);
        Assert.Empty(world.Application.Calls);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Who_appears_in_the_second_directory_later_is_linked_along_and_gets_no_second_account()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        await world.SyncAsync();
        company.Join("ada", title: "Developer");

        var plan = await world.PrepareAsync();
        var row = Assert.Single(plan.Rows);
        Assert.Equal((RowStatus.Bind, Reason.FurtherSource, true), (row.Status, row.Reason, row.Selected));
        var calls = world.Application.Calls.Count;
        await world.ApplyAsync(plan);
        Assert.Equal(calls, world.Application.Calls.Count);
        Assert.Null(world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_address_of_either_may_change_and_it_is_still_one_person(bool inWorkspace)
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        company.Join("ada");
        await world.SyncAsync();
        if (inWorkspace)
        {
            company.EditInWorkspace("ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "a.novak@corp.example") });
            Assert.Empty((await world.PrepareAsync()).Rows);
        }
        else
        {
            world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "a.novak@corp.example") });
            var row = Assert.Single((await world.PrepareAsync()).Rows);
            Assert.Equal((RowStatus.Update, "a.novak@corp.example"), (row.Status, row.Changes.Single().To));
        }

        await world.SyncAsync();
        Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Account);
    }

    [Fact]
    public async Task Another_person_with_the_address_is_not_linked_without_being_asked_about()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        await world.SyncAsync();
        company.Join("ada", "Zoltan", "Kiss");

        var row = Assert.Single((await world.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Bind, Reason.FurtherSource, false), (row.Status, row.Reason, row.Selected));
        Assert.Contains("names differ", row.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_with_one_address_in_one_directory_are_a_conflict_whatever_the_other_says()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        company.Join("ada");
        company.Join("ada2", email: "ada@corp.example");

        var plan = await world.PrepareAsync();
        Assert.Equal(RowStatus.New, plan.Rows.Single(r => r.Source!.System.Value == "corp-ad").Status);
        Assert.All(plan.Rows.Where(r => r.Source!.System.Value == "workspace"), r => Assert.Equal((RowStatus.Conflict, Reason.AmbiguousSource), (r.Status, r.Reason)));
        Assert.Equal(3, plan.Rows.Count);
    }

    [Fact]
    public async Task An_exception_for_either_entry_leaves_the_person_alone()
    {
        foreach (var key in new[] { new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada"), new EntryKey(new SystemName("workspace"), EntryKind.Account, "w-ada") })
        {
            using var company = new TwoDirectories();
            var world = company.World;
            world.Hire("ada");
            company.Join("ada");
            world.Hire("bob", "Bob");
            company.Join("bob", "Bob");
            await world.SyncAsync();
            await world.Engine.ExcludeAsync(World.Sync, key, World.Anna, "On leave", null, TestContext.Current.CancellationToken);
            company.Disable("ada");
            company.Leave("ada");

            var row = Assert.Single((await world.PrepareAsync()).Rows);
            Assert.Equal((RowStatus.Frozen, Reason.ExcludedButInactive), (row.Status, row.Reason));
            await world.SyncAsync();
            Assert.True(company.HasAccess("ada"));
        }
    }

    [Fact]
    public async Task Somebody_excluded_before_there_was_an_account_gets_none_by_the_other_directory()
    {
        using var company = new TwoDirectories();
        var world = company.World;
        world.Hire("ada");
        company.Join("ada");
        await world.PrepareAsync();
        await world.Engine.ExcludeAsync(
            World.Sync, new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada"), World.Anna, "No account wanted", null, TestContext.Current.CancellationToken);

        Assert.Equal(RowStatus.Frozen, Assert.Single((await world.PrepareAsync()).Rows).Status);
        await world.SyncAsync();
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task The_order_is_the_authority_and_another_order_gives_other_values()
    {
        using var company = new TwoDirectories(workspaceFirst: true);
        var world = company.World;
        world.Hire("ada", title: "Engineer");
        company.Join("ada", title: "Developer");
        await world.SyncAsync();
        Assert.Equal("Developer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
    }
}
