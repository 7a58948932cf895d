using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>The hosted cycle: every two hours, never in a heap, later after failures, once over several hosts.</summary>
public sealed class EveryTwoHours
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_is_prepared_at_once_and_then_every_two_hours_from_start_to_start()
    {
        using var world = new World();
        world.HireMany(2);
        await using var cycle = await Cycle.StartAsync(world);
        Assert.Single(await cycle.RunsAsync(RunPurpose.Prepare));

        cycle.Wait(Interval - TimeSpan.FromSeconds(1));
        Assert.True(cycle.Rests);
        Assert.Single(await cycle.RunsAsync(RunPurpose.Prepare));
        await cycle.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task A_host_that_slept_for_three_days_runs_once()
    {
        using var world = new World();
        await using var cycle = await Cycle.StartAsync(world);

        var next = await cycle.PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(2, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
        Assert.Equal(world.Time.GetUtcNow() + Interval, next.At);
        Assert.True(cycle.Rests);
    }

    [Fact]
    public async Task A_host_that_slept_longer_than_changes_are_kept_reads_everything()
    {
        using var world = new World(bounds: bounds => bounds.FullReadEvery = TimeSpan.FromDays(30));
        world.Directory.TellsChanges = true;
        world.HireMany(50);
        await world.SyncAsync();
        await using var cycle = await Cycle.StartAsync(world);
        world.Fire("p001"); // and the change that would have told it is forgotten
        world.Directory.ForgetCursors();

        await cycle.PassAsync(TimeSpan.FromDays(3));

        var plan = Assert.Single(await world.Engine.ListPlansAsync(World.Sync, 1, Token));
        Assert.Equal(1, (await world.Engine.FindPlanAsync(plan.Id, Token))!.Counts[RowStatus.Block]);
    }

    [Fact]
    public async Task A_clock_that_goes_back_a_year_stops_nothing()
    {
        var clock = new ShiftedTime(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        using var world = new World(time: clock);
        await using var cycle = await Cycle.StartAsync(world);
        clock.Shift = TimeSpan.FromDays(-365);

        await cycle.PassAsync(Interval);
        await cycle.PassAsync(Interval);
        Assert.Equal(3, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
    }

    [Fact]
    public async Task A_host_whose_clock_is_a_year_behind_the_other_hosts_still_prepares()
    {
        using var ahead = new World();
        await ahead.PrepareAsync();
        using var behind = new World(null, ahead.Store, ahead.Directory, ahead.Application, time: new ShiftedTime(ahead.Time.GetUtcNow()) { Shift = TimeSpan.FromDays(-365) });
        await using var cycle = await Cycle.StartAsync(behind);

        Assert.Equal(2, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
    }

    [Fact]
    public async Task Failures_are_tried_again_after_two_four_eight_hours_up_to_a_day_and_a_success_ends_that()
    {
        using var world = new World();
        world.Directory.BeforeBatch = (_, _) => throw new ConnectedSystemException(new SystemName("corp-ad"), "Down", "The directory is down.", "Start it.");
        await using var cycle = Cycle.Begin(world);
        await cycle.RunAsync();
        var waits = new List<double>();
        for (var i = 1; i <= 5; i++)
        {
            var next = await cycle.RestAsync();
            Assert.Equal(i, next.Failures);
            var wait = next.At - world.Time.GetUtcNow();
            waits.Add(wait.TotalHours);
            world.Time.Advance(wait);
        }

        Assert.Equal([4, 8, 16, 24, 24], waits);
        Assert.Contains("Down", (await cycle.ToldAsync(NotificationKind.PrepareFailed)).Text, StringComparison.Ordinal);
        await cycle.RestAsync();
        world.Directory.BeforeBatch = null;
        var well = await cycle.PassAsync(TimeSpan.FromHours(24));
        Assert.Equal((0, world.Time.GetUtcNow() + Interval), (well.Failures, well.At));
    }

    [Fact]
    public async Task A_source_without_a_complete_reading_for_three_intervals_is_called_stale_once_a_day()
    {
        using var world = new World();
        await using var cycle = await Cycle.StartAsync(world);
        world.Directory.BeforeBatch = (_, _) => throw new ConnectedSystemException(new SystemName("corp-ad"), "Down", "The directory is down.", "Start it.");
        await cycle.PassAsync(Interval);
        await cycle.PassAsync(TimeSpan.FromHours(4));
        Assert.False(cycle.WasTold(NotificationKind.SourceStale));

        await cycle.PassAsync(TimeSpan.FromHours(8));
        Assert.Contains("corp-ad was last read completely", (await cycle.ToldAsync(NotificationKind.SourceStale)).Text, StringComparison.Ordinal);
        Assert.Contains("pyrus", (await cycle.ToldAsync(NotificationKind.SourceStale)).Text, StringComparison.Ordinal);
        await cycle.PassAsync(TimeSpan.FromHours(16));
        Assert.False(cycle.WasTold(NotificationKind.SourceStale));
        await cycle.PassAsync(TimeSpan.FromHours(24));
        await cycle.ToldAsync(NotificationKind.SourceStale);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_the_interval_leaves_starts_out_and_makes_up_for_none()
    {
        using var world = new World();
        var skipped = 0L;
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref skipped, count));
        listener.EnableMeasurementEvents(world.Instruments.CyclesSkipped);
        await using var cycle = await Cycle.StartAsync(world);
        var took = false;
        world.Directory.BeforeBatch = (_, _) =>
        {
            if (!took)
            {
                took = true;
                world.Time.Advance(TimeSpan.FromHours(5));
            }

            return ValueTask.CompletedTask;
        };

        var next = await cycle.PassAsync(Interval);
        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(1), next.At);
        Assert.True(cycle.Rests);
        Assert.Equal(2, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
        Assert.Equal(2, Interlocked.Read(ref skipped));
    }

    [Fact]
    public async Task Two_hosts_over_one_store_prepare_once_in_each_interval()
    {
        using var first = new World();
        using var second = new World(null, first.Store, first.Directory, first.Application, time: first.Time);
        await using var one = await Cycle.StartAsync(first);
        first.Time.Advance(TimeSpan.FromMinutes(30));
        await using var two = Cycle.Begin(second);
        await two.RunAsync();
        Assert.Equal(first.Time.GetUtcNow() + TimeSpan.FromMinutes(90), (await two.RestAsync()).At);

        for (var i = 2; i <= 6; i++)
        {
            first.Time.Advance(i == 2 ? TimeSpan.FromMinutes(90) : Interval);
            await one.RestAsync();
            await two.RestAsync();
            Assert.Equal(i, (await one.RunsAsync(RunPurpose.Prepare)).Count(run => run.Status == RunStatus.Completed));
        }
    }

    [Fact]
    public async Task A_host_that_has_the_lock_just_after_the_other_has_ended_is_spared_its_run()
    {
        using var first = new World();
        using var second = new World(
            null, first.Store, first.Directory, first.Application, time: first.Time,
            more: (services, store) => services.AddSingleton<IRunLock>(new LateLock(store, first.PrepareAsync)));
        await using var cycle = Cycle.Begin(second);
        await cycle.RunAsync();

        var next = await cycle.RestAsync();
        Assert.Single(await cycle.RunsAsync(RunPurpose.Prepare));
        Assert.Equal((0, first.Time.GetUtcNow() + Interval), (next.Failures, next.At));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task A_plan_is_prepared_unless_there_is_one_since(int seconds, bool prepares)
    {
        using var world = new World();
        await world.PrepareAsync();
        var began = world.Time.GetUtcNow();
        world.Time.Advance(TimeSpan.FromHours(1));

        var plan = await world.Engine.PrepareIfNoneSinceAsync(World.Sync, began + TimeSpan.FromSeconds(seconds), Token);
        Assert.Equal(prepares, plan is not null);
        await using var free = await world.Store.TryAcquireAsync(World.Sync, Token);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task A_run_under_way_on_another_host_is_no_failure()
    {
        using var world = new World();
        await using var held = await world.Store.TryAcquireAsync(World.Sync, Token);
        await using var cycle = Cycle.Begin(world);
        await cycle.RunAsync();

        var next = await cycle.RestAsync();
        Assert.Equal((0, world.Time.GetUtcNow() + Interval), (next.Failures, next.At));
        Assert.False(cycle.WasTold(NotificationKind.PrepareFailed));
    }

    [Fact]
    public async Task A_host_that_stops_in_the_middle_of_a_reading_records_it_and_lets_go_of_the_lock()
    {
        using var world = new World();
        var reading = new TaskCompletionSource();
        world.Directory.BeforeBatch = async (_, token) =>
        {
            reading.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        await using var cycle = Cycle.Begin(world);
        await cycle.RunAsync();
        await reading.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);

        await cycle.StopAsync();
        Assert.Equal(RunStatus.Interrupted, Assert.Single(await cycle.RunsAsync(RunPurpose.Prepare)).Status);
        await using var free = await world.Store.TryAcquireAsync(World.Sync, Token);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task Hints_of_changes_are_gathered_into_one_run()
    {
        using var world = new World();
        await using var cycle = await Cycle.StartAsync(world);
        cycle.Wait(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 100; i++)
        {
            world.Engine.HintChange(new SystemName("corp-ad"));
        }

        world.Engine.HintChange(new SystemName("elsewhere"));
        var next = await cycle.PassAsync(SyncCycle.HintsGathered);
        Assert.Equal(2, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
        Assert.Equal(world.Time.GetUtcNow() + Interval, next.At);
        Assert.True(cycle.Rests);

        world.Engine.HintChange(new SystemName("pyrus"));
        await cycle.PassAsync(SyncCycle.HintsGathered);
        Assert.Equal(3, (await cycle.RunsAsync(RunPurpose.Prepare)).Count);
    }

    [Fact]
    public async Task Blocks_that_nobody_applies_for_a_day_are_told_of_however_many_plans_came_since()
    {
        using var world = new World();
        world.HireMany(3);
        await world.SyncAsync();
        world.Edit("guid-p001", person => person with { Enabled = false });
        await using var cycle = await Cycle.StartAsync(world);
        for (var i = 0; i < 13; i++)
        {
            await cycle.PassAsync(Interval);
            Assert.False(cycle.WasTold(NotificationKind.BlocksOverdue));
        }

        await cycle.PassAsync(Interval);

        Assert.Equal(1, (await cycle.ToldAsync(NotificationKind.BlocksOverdue)).Rows);
    }

    [Fact]
    public async Task Slow_and_failing_subscribers_harm_nobody()
    {
        using var world = new World();
        world.Hire("eva");
        using var gate = new ManualResetEventSlim();
        using var slow = world.Engine.Notifications.Subscribe(_ => gate.Wait(TimeSpan.FromSeconds(10), Token));
        using var failing = world.Engine.Notifications.Subscribe(_ => throw new InvalidOperationException("a mail server that is down"));
        await using var cycle = await Cycle.StartAsync(world);

        Assert.Equal(1, (await cycle.ToldAsync(NotificationKind.PlanReady)).Rows);
        await cycle.PassAsync(Interval);
        Assert.False(cycle.WasTold(NotificationKind.PlanReady));
        gate.Set();
    }

    /// <summary>The lock as a host gets it that looked, and then was slow: meanwhile another host has had it, and is done.</summary>
    private sealed class LateLock(IRunLock inner, Func<Task> meanwhile) : IRunLock
    {
        public async Task<IAsyncDisposable?> TryAcquireAsync(SyncName sync, CancellationToken cancellationToken)
        {
            await meanwhile();
            return await inner.TryAcquireAsync(sync, cancellationToken);
        }
    }
}
