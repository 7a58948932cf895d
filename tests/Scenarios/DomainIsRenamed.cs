using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>The company's domain changes, and two addresses of one person are one person.</summary>
public sealed class DomainIsRenamed
{
    [Fact]
    public async Task Accounts_with_the_old_address_are_bound_and_get_the_new_one_in_one_plan_with_one_finding()
    {
        using var world = Renamed();
        world.HireMany(5);
        for (var i = 0; i < 5; i++)
        {
            world.Account($"p{i:000}@store.example", $"Person{i:000}");
        }

        var plan = await world.PrepareAsync();

        Assert.Equal(5, plan.Counts[RowStatus.Bind]);
        Assert.Equal(5, plan.Findings.Single(f => f.Code == "DomainRenamed").Rows);
        await world.ApplyAsync(plan);
        Assert.Equal(5, world.Application.Contents.Count(r => r.Attributes[AttributeNames.Email]!.EndsWith("@corp.example", StringComparison.Ordinal)));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData("p000@evilstore.example")]
    [InlineData("p000@paris.store.example")]
    public async Task A_domain_that_only_ends_like_it_is_another_one(string address)
    {
        using var world = Renamed();
        world.HireMany(1);
        world.Account(address, "Person000");

        Assert.Equal(RowStatus.New, (await world.PrepareAsync()).Row("p000").Status);
    }

    [Fact]
    public async Task A_second_account_that_somebody_made_with_the_new_address_is_a_conflict_that_names_it()
    {
        using var world = Renamed();
        world.HireMany(1);
        var old = world.Account("p000@store.example", "Person000");
        var second = world.Account("p000@corp.example", "Person000");

        var row = (await world.PrepareAsync()).Row("p000");

        Assert.Equal((RowStatus.Conflict, Reason.AmbiguousTarget), (row.Status, row.Reason));
        Assert.Contains(old, row.Text, StringComparison.Ordinal);
        Assert.Contains(second, row.Text, StringComparison.Ordinal);
        Assert.Contains($"probably {old}, which has the address from before the domain was renamed", row.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_linked_person_whose_new_address_somebody_took_for_a_second_account_is_a_conflict_that_names_it()
    {
        using var world = Renamed();
        world.HireMany(1);
        Address(world, 0, "store.example");
        await world.SyncAsync();
        var second = world.Account("p000@corp.example", "Person000");
        Address(world, 0, "corp.example");

        var row = (await world.PrepareAsync()).Row("p000");

        Assert.Equal((RowStatus.Conflict, Reason.EmailTaken), (row.Status, row.Reason));
        Assert.Contains(second, row.Text, StringComparison.Ordinal);
        Assert.Equal(world.AccountOf("p000@store.example")!.Anchor, row.Target!.Id);
    }

    [Fact]
    public async Task Five_hundred_at_once_are_one_finding_and_one_approval_when_updates_are_limited()
    {
        using var world = new World(sync => sync.Limit("Update", 100));
        world.HireMany(500);
        for (var i = 0; i < 498; i++)
        {
            Address(world, i, "store.example");
        }

        await world.SyncAsync();
        for (var i = 0; i < 498; i++)
        {
            Address(world, i, "corp.example");
        }

        world.Hire("new", "Nora");
        var plan = await world.PrepareAsync();
        Assert.StartsWith("498 rows change an address from store.example to corp.example.", Assert.Single(plan.Findings, f => f.Code == "DomainRenamed").Text, StringComparison.Ordinal);
        var report = await world.ApplyAsync(plan);
        Assert.Equal((498, 1), (report.Count(RowResult.Held), report.Count(RowResult.Applied)));

        plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "we are called corp.example now", TestContext.Current.CancellationToken);
        await world.ApplyAsync(plan);

        Assert.Equal(501, world.Application.Contents.Count(r => r.Attributes[AttributeNames.Email]!.EndsWith("@corp.example", StringComparison.Ordinal)));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_with_both_addresses_is_one_person_and_gets_the_new_one(bool newIsPrimary)
    {
        using var world = Renamed();
        world.HireMany(1);
        var id = world.Account("p000@store.example", "Person000");
        var (primary, further) = newIsPrimary ? ("corp.example", "store.example") : ("store.example", "corp.example");
        Address(world, 0, primary);
        world.Edit("guid-p000", r => r with { Attributes = r.Attributes.With(AttributeNames.Aliases, $"p000@{further}") });

        await world.SyncAsync();

        var account = Assert.Single(world.Application.Contents, r => r.Kind == Model.EntryKind.Account);
        Assert.Equal((id, $"p000@{primary}"), (account.Anchor, account.Attributes[AttributeNames.Email]));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Linked_people_are_updated_by_their_link_half_now_and_half_later_and_back_again()
    {
        using var world = Renamed();
        world.HireMany(6);
        for (var i = 0; i < 6; i++)
        {
            Address(world, i, "store.example");
        }

        await world.SyncAsync();
        for (var i = 0; i < 3; i++)
        {
            Address(world, i, "corp.example");
        }

        Assert.Equal(3, (await world.PrepareAsync()).Counts[RowStatus.Update]);
        await world.SyncAsync();
        Address(world, 0, "store.example");
        await world.SyncAsync();

        Assert.Equal("p000@store.example", world.Application.Contents.Single(r => r.Attributes[AttributeNames.FirstName] == "Person000").Attributes[AttributeNames.Email]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Two_people_of_whom_one_has_the_old_and_one_the_new_address_are_told_apart_by_nobody()
    {
        using var world = Renamed();
        world.HireMany(1);
        world.Hire("other", "Other");
        world.Edit("guid-other", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "p000@store.example") });

        Assert.Equal(2, (await world.PrepareAsync()).Rows.Count(r => r.Reason == Reason.AmbiguousSource));
    }

    [Fact]
    public async Task A_further_address_finds_an_account_in_a_row_that_a_person_selects_and_nobody_is_made_twice()
    {
        using var world = new World();
        world.HireMany(1);
        var id = world.Account("p000@second.example", "Person000");
        world.Edit("guid-p000", r => r with { Attributes = r.Attributes.With(AttributeNames.Aliases, "p000@second.example") });
        var plan = await world.PrepareAsync();
        var row = plan.Row("p000");
        Assert.Equal((RowStatus.Bind, Reason.SameAlias, false, id), (row.Status, row.Reason, row.Selected, row.Target!.Id));
        Assert.Empty((await world.ApplyAsync(plan)).Outcomes.Where(o => o.Result == RowResult.Applied));

        plan = await world.PrepareAsync();
        await world.ApplyAsync(plan, new RowSelection { Include = [plan.Row("p000").Id] });

        Assert.Equal("p000@corp.example", Assert.Single(world.Application.Contents, r => r.Kind == Model.EntryKind.Account).Attributes[AttributeNames.Email]);
    }

    private static World Renamed() => new(sync => sync.DomainAliases["store.example"] = "corp.example");

    private static void Address(World world, int person, string domain) =>
        world.Edit($"guid-p{person:000}", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, $"p{person:000}@{domain}") });
}
