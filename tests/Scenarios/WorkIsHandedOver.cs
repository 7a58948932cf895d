using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>A block takes the open work away; where the policy names who takes it over, it is handed over first.</summary>
public sealed class WorkIsHandedOver
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task To_the_manager_before_access_is_taken_away()
    {
        using var world = await OfficeAsync("manager");
        Leave(world, "ada");

        var plan = await world.PrepareAsync();
        var row = plan.Row("ada");
        Assert.Equal([Effect.HandOver, Effect.Block], row.Effects);
        Assert.Equal(new RowReceiver(Id(world, "mia"), "Mia Novak"), row.Receiver);
        Assert.Contains("goes to Mia Novak first", row.Text, StringComparison.Ordinal);
        await world.ApplyAsync(plan);

        var calls = world.Application.Calls.TakeLast(2).Select(call => call.Change).ToList();
        Assert.Equal([ChangeAction.HandOverWork, ChangeAction.BlockAccount], calls.Select(change => change.Action));
        Assert.Equal((Id(world, "ada"), Id(world, "mia")), (calls[0].TargetId, calls[0].Receiver));
        Assert.False(world.AccountOf("ada@corp.example")!.Enabled);
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Selected);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task To_the_next_candidate_when_the_manager_leaves_too()
    {
        using var world = await OfficeAsync("manager", "departmentManager", "@eve");
        Leave(world, "ada");
        Leave(world, "mia");

        var plan = await world.PrepareAsync();

        Assert.Equal(Id(world, "eve"), plan.Row("ada").Receiver!.Id);
    }

    [Fact]
    public async Task To_the_manager_of_the_department()
    {
        using var world = await OfficeAsync("departmentManager");
        var department = world.Application.AddDepartment("Sales");
        world.Application.Edit(department, unit => unit with { Attributes = unit.Attributes.With(AttributeNames.Manager, Id(world, "eve")) });
        world.Application.Edit(Id(world, "ada"), account => account with { Parent = department });
        Leave(world, "ada");

        Assert.Equal(Id(world, "eve"), (await world.PrepareAsync()).Row("ada").Receiver!.Id);
    }

    [Fact]
    public async Task Where_nobody_could_take_it_over_a_person_decides()
    {
        using var world = await OfficeAsync("manager");
        Leave(world, "ada");
        Leave(world, "mia");

        var row = (await world.PrepareAsync()).Row("ada");

        Assert.Equal((RowStatus.Conflict, Reason.ReceiverMissing), (row.Status, row.Reason));
        Assert.Contains("TaskReceivers", row.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_it_cannot_be_handed_over_access_is_taken_away_all_the_same_and_the_row_says_so(bool lost)
    {
        using var world = await OfficeAsync("manager");
        Leave(world, "ada");
        world.Application.Fault = (change, _) => change.Action != ChangeAction.HandOverWork ? null
            : lost ? ScriptedFault.LoseBefore : ScriptedFault.Refuse("HandOverUnavailable", "This application cannot do that.");
        var plan = await world.PrepareAsync();

        var outcome = (await world.ApplyAsync(plan)).Outcomes.Single(o => o.RowId == plan.Row("ada").Id);

        Assert.Equal(RowResult.Applied, outcome.Result);
        Assert.Contains("not handed over", outcome.Text, StringComparison.Ordinal);
        Assert.False(world.AccountOf("ada@corp.example")!.Enabled);
        await world.PrepareAsync();
        var ada = await world.Engine.FindStateAsync(new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada"), null, Token);
        Assert.Empty(ada!.Pending);
    }

    [Fact]
    public async Task A_receiver_who_changed_since_the_plan_makes_the_row_stale()
    {
        using var world = await OfficeAsync("manager", "@eve");
        Leave(world, "ada");
        var plan = await world.PrepareAsync();
        Leave(world, "mia");

        var outcome = (await world.ApplyAsync(plan)).Outcomes.Single(o => o.RowId == plan.Row("ada").Id);

        Assert.Equal(RowResult.Stale, outcome.Result);
        Assert.True(world.AccountOf("ada@corp.example")!.Enabled);
    }

    /// <summary>Ada, whose manager is Mia, and Eve; an <c>@</c> stands for the account of a login.</summary>
    private static async Task<World> OfficeAsync(params string[] receivers)
    {
        // Ids of a scripted target are known beforehand: accounts are made in order of names.
        var eve = "1002";
        var world = new World(sync => receivers.ToList().ForEach(receiver => sync.TaskReceivers.Add(receiver == "@eve" ? eve : receiver)), bounds: b => b.ConcurrentWritesMax = 1);
        world.HireMany(60);
        world.Hire("ada");
        world.Hire("eve", "Eve");
        world.Hire("mia", "Mia");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, "guid-mia") });
        await world.SyncAsync();
        Assert.True(!receivers.Contains("@eve") || Id(world, "eve") == eve);
        return world;
    }

    private static string Id(World world, string login) => world.AccountOf($"{login}@corp.example")!.Anchor;

    private static void Leave(World world, string login) => world.Edit($"guid-{login}", r => r with { Enabled = false });
}
