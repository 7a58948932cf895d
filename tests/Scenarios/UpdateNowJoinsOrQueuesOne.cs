using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Update now: whoever asks while a reading is under way takes part in it; whoever asks otherwise waits for one run, however many ask.</summary>
public sealed class UpdateNowJoinsOrQueuesOne
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_people_who_ask_during_one_reading_get_its_plan()
    {
        using var world = new World();
        var (reading, goOn) = Pause(world);
        var first = world.Engine.UpdateNowAsync(World.Sync, Token);
        await reading;
        var others = Enumerable.Range(0, 9).Select(_ => world.Engine.UpdateNowAsync(World.Sync, Token)).ToList();
        goOn.SetResult();

        var plans = await Task.WhenAll(others.Append(first)).WaitAsync(Deadline, Token);
        Assert.Single(plans.DistinctBy(plan => plan.Id));
        Assert.Single(await world.Engine.ListRunsAsync(World.Sync, 10, Token));
    }

    [Fact]
    public async Task Ten_people_who_ask_while_a_plan_is_applied_get_one_run_after_it()
    {
        using var world = new World();
        world.Hire("eva");
        var plan = await world.PrepareAsync();
        var (reading, goOn) = Pause(world);
        var applying = world.ApplyAsync(plan);
        await reading;
        var asked = Enumerable.Range(0, 10).Select(_ => world.Engine.UpdateNowAsync(World.Sync, Token)).ToList();
        goOn.SetResult();

        await applying;
        var plans = await Task.WhenAll(asked).WaitAsync(Deadline, Token);
        Assert.Single(plans.DistinctBy(each => each.Id));
        Assert.Equal(
            [RunPurpose.Prepare, RunPurpose.Apply, RunPurpose.Prepare], (await world.Engine.ListRunsAsync(World.Sync, 10, Token)).Select(run => run.Purpose));
        Assert.Equal(0, plans[0].Counts[RowStatus.New]);
    }

    [Fact]
    public async Task A_run_of_another_host_is_waited_for()
    {
        using var world = new World();
        var held = await world.Store.TryAcquireAsync(World.Sync, Token);
        var asked = world.Engine.UpdateNowAsync(World.Sync, Token);
        await held!.DisposeAsync();

        var deadline = DateTime.UtcNow + Deadline;
        while (!asked.IsCompleted && DateTime.UtcNow < deadline)
        {
            world.Time.Advance(UpdateNow.LookAgain);
            await Task.Yield();
        }

        Assert.Single(await world.Engine.ListRunsAsync(World.Sync, 10, Token));
        await asked;
    }

    [Fact]
    public async Task One_who_stops_waiting_ends_nobody_elses_run_and_the_last_one_ends_it()
    {
        using var world = new World();
        using var impatient = new CancellationTokenSource();
        using var alsoImpatient = new CancellationTokenSource();
        await using (await world.Store.TryAcquireAsync(World.Sync, Token))
        {
            var first = world.Engine.UpdateNowAsync(World.Sync, impatient.Token);
            var second = world.Engine.UpdateNowAsync(World.Sync, alsoImpatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            Assert.False(second.IsCompleted);
            await alsoImpatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }

        Assert.Empty(await world.Engine.ListRunsAsync(World.Sync, 10, Token));
        Assert.Equal(0, (await world.Engine.UpdateNowAsync(World.Sync, Token)).RowCount);
    }

    [Fact]
    public async Task Who_joined_a_reading_that_fails_gets_a_run_of_his_own()
    {
        using var world = new World();
        var (reading, goOn) = Pause(world);
        var failing = world.Engine.PrepareAsync(World.Sync, Token);
        await reading;
        var asked = world.Engine.UpdateNowAsync(World.Sync, Token);
        world.Directory.BeforeBatch = null;
        goOn.SetException(new ConnectedSystemException(new SystemName("corp-ad"), "Down", "The directory is down.", "Start it."));

        await Assert.ThrowsAsync<ConnectedSystemException>(() => failing);
        Assert.Equal(0, (await asked.WaitAsync(Deadline, Token)).RowCount);
    }

    [Fact]
    public async Task With_a_schedule_the_next_start_is_counted_from_update_now()
    {
        using var world = new World();
        await using var cycle = await Cycle.StartAsync(world);
        cycle.Wait(TimeSpan.FromMinutes(90));
        await world.Engine.UpdateNowAsync(World.Sync, Token);

        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(2), (await cycle.RestAsync()).At);
    }

    private static (Task Reading, TaskCompletionSource GoOn) Pause(World world)
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Directory.BeforeBatch = async (_, _) =>
        {
            reading.TrySetResult();
            await goOn.Task;
        };
        return (reading.Task, goOn);
    }
}
