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

    private static World Renamed() => new(sync => sync.DomainAliases["store.example"] = "corp.example");

    private static void Address(World world, int person, string domain) =>
        world.Edit($"guid-p{person:000}", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, $"p{person:000}@{domain}") });
}
