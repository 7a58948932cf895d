namespace SyncEngine.Scenarios;

/// <summary>While nothing changes, the cycle costs a few small events a run, and not one for a person, however many there are.</summary>
public sealed class WeeksWithoutChanges
{
    [Fact]
    public async Task Two_weeks_of_cycles_write_nothing_and_say_nothing_of_anybody()
    {
        const int Cycles = 2 * 7 * 12;
        using var world = new World();
        world.HireMany(200);
        await world.SyncAsync();
        await world.PrepareAsync();
        var (calls, people, all) = (world.Application.Calls.Count, await world.EventsAsync(), await AllAsync(world));
        await world.PrepareAsync();
        var perRun = await AllAsync(world) - all;

        for (var i = 1; i < Cycles; i++)
        {
            world.Time.Advance(TimeSpan.FromHours(2));
            Assert.Empty((await world.PrepareAsync()).Rows);
        }

        Assert.Equal(calls, world.Application.Calls.Count);
        Assert.Equal(people, await world.EventsAsync());
        Assert.Equal(Cycles * perRun, await AllAsync(world) - all);
        Assert.InRange(perRun, 1, 6);
    }

    private static async Task<int> AllAsync(World world) =>
        await world.Store.ReadAllAsync(0, long.MaxValue, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
}
