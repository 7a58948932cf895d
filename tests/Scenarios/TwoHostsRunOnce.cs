using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Two hosts over one store: one run of a sync at a time, and a plan is applied once.</summary>
public sealed class TwoHostsRunOnce
{
    [Fact]
    public async Task The_second_host_is_told_that_a_run_is_under_way_and_does_nothing()
    {
        using var first = new World();
        first.HireMany(3);
        using var second = new World(null, first.Store, first.Directory, first.Application);
        var reading = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        first.Directory.BeforeBatch = async (_, _) =>
        {
            reading.TrySetResult();
            await goOn.Task;
        };
        var running = first.PrepareAsync();
        await reading.Task;

        Assert.Equal("RunUnderWay", (await Assert.ThrowsAsync<PlanException>(second.PrepareAsync)).Code);
        goOn.SetResult();
        var plan = await running;
        Assert.Equal(3, plan.Counts[RowStatus.New]);
        first.Directory.BeforeBatch = null;

        await second.ApplyAsync(plan);
        Assert.True((await first.ApplyAsync(plan)).AppliedBefore);
        Assert.Equal(3, first.Application.Calls.Count);
    }
}
