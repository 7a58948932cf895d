using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>Two thousand people come into one role or go: few writes, one outcome for each person, and too many at once wait for an approval.</summary>
public sealed class ManyMembersOfOneRole
{
    private const int Many = 2_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_come_in_by_ten_writes_some_are_refused_and_each_has_an_outcome_of_his_own()
    {
        using var world = await CompanyAsync();
        var bad = Ids(world, 7, 250, 251, 1_999);
        world.Application.Fault = (change, _) =>
            change.Action == ChangeAction.AddToRole && change.Members.Any(bad.Contains) ? ScriptedFault.Refuse("access_denied_person") : null;

        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);

        Assert.Equal((Many - 4, 4), (Of(report, plan, RowResult.Applied), Of(report, plan, RowResult.Refused)));
        Assert.Equal(Many - 4, Role(world).Members.Length);
        Assert.DoesNotContain(Role(world).Members, bad.Contains);

        world.Application.Fault = null;
        var calls = world.Application.Calls.Count;
        plan = await world.PrepareAsync();
        Assert.Equal(4, plan.Rows.Count);
        await world.ApplyAsync(plan);
        Assert.Equal(1, world.Application.Calls.Count - calls);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_write_of_which_the_target_took_only_a_part_leaves_exactly_the_rest_to_do()
    {
        using var world = await CompanyAsync();
        world.Application.FailCall(world.Application.Calls.Count + 3, ScriptedFault.LoseAfter);
        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);
        Assert.Equal((Many - 200, 200), (Of(report, plan, RowResult.Applied), Of(report, plan, RowResult.Unknown)));
        var taken = Role(world).Members;
        world.Application.Edit(Role(world).Anchor, role => role with { Members = [.. taken.Take(Many - 150)] }); // of the last it did not take all

        var rest = await world.PrepareAsync();

        Assert.All(rest.Rows, row => Assert.Equal(RowKind.Membership, row.Kind));
        await world.ApplyAsync(rest, new RowSelection { Include = [.. rest.Rows.Select(row => row.Id)] });
        Assert.Equal(Many, Role(world).Members.Length);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Two_thousand_who_go_at_once_wait_for_an_approval_and_then_go_in_ten_writes()
    {
        using var world = await CompanyAsync();
        await world.SyncAsync();
        world.Edit("g-many", r => r with { Members = [] });
        var plan = await world.PrepareAsync();
        Assert.Equal(Many, Assert.Single(plan.Held).Count);
        Assert.Equal(Many, (await world.ApplyAsync(plan)).Count(RowResult.Held));
        Assert.Equal(Many, Role(world).Members.Length);

        plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "the group is dissolved", Token);
        var calls = world.Application.Calls.Count;
        await world.ApplyAsync(plan);

        Assert.Empty(Role(world).Members); // a role with nobody in it is one
        Assert.Equal(10, world.Application.Calls.Count - calls);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    /// <summary>Two thousand people with accounts, who have come into one group since.</summary>
    private static async Task<World> CompanyAsync()
    {
        var world = new World(sync => sync.RoleGroups.Add("g-many"));
        world.HireMany(Many);
        world.Group("g-many", "Many", [.. Enumerable.Range(0, Many).Select(i => $"guid-p{i:000}")]);
        await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Kinds = [RowKind.User] });
        return world;
    }

    private static HashSet<string> Ids(World world, params int[] people) => [.. people.Select(i => world.AccountOf($"p{i:000}@corp.example")!.Anchor)];

    private static int Of(ApplyReport report, TestSupport.PlanInFull plan, RowResult result)
    {
        var memberships = plan.Rows.Where(row => row.Kind == RowKind.Membership).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return report.Outcomes.Count(outcome => outcome.Result == result && memberships.Contains(outcome.RowId));
    }

    private static Capture.SourceRecord Role(World world) => world.Application.Contents.Single(r => r.Kind == EntryKind.Group);
}
