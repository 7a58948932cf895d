using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>However many administrators leave, one is left: also when they go together.</summary>
public sealed class AdministratorsWhoLeave
{
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(3, 3, 0)]
    [InlineData(1, 1, 0)]
    public async Task One_is_always_left(int administrators, int leaving, int blocked)
    {
        using var world = new World();
        world.HireMany(60);
        await world.SyncAsync();
        for (var i = 0; i < administrators; i++)
        {
            world.Application.Edit(world.AccountOf($"p{i:000}@corp.example")!.Anchor, account => account with
            {
                Attributes = account.Attributes.With(AttributeNames.Protection, "administrator"),
            });
        }

        for (var i = 0; i < leaving; i++)
        {
            world.Edit($"guid-p{i:000}", person => person with { Enabled = false });
        }

        var plan = await world.PrepareAsync();

        Assert.Equal(blocked, plan.Counts[RowStatus.Block]);
        Assert.Equal(leaving - blocked, plan.Rows.Count(row => row is { Status: RowStatus.Conflict, Reason: Reason.Protected }));
    }
}
