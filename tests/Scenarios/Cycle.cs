using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>The schedule of one host at work, on fake time: moves the clock and waits until the cycle has come to rest again.</summary>
internal sealed class Cycle : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly World world;
    private readonly Channel<ScheduledStart> starts = Channel.CreateUnbounded<ScheduledStart>();
    private readonly Channel<Notification> told = Channel.CreateUnbounded<Notification>();
    private readonly IDisposable[] subscriptions;
    private readonly IHostedService schedule;

    private Cycle(World world)
    {
        this.world = world;
        schedule = world.Schedule;
        subscriptions =
        [
            world.Engine.ScheduledStarts.Subscribe(start => starts.Writer.TryWrite(start)),
            world.Engine.Notifications.Subscribe(notification => told.Writer.TryWrite(notification)),
        ];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the schedule and waits for its first run.</summary>
    internal static async Task<Cycle> StartAsync(World world)
    {
        var cycle = Begin(world);
        await cycle.schedule.StartAsync(Token);
        await cycle.RestAsync();
        return cycle;
    }

    /// <summary>As <see cref="StartAsync"/>, without waiting.</summary>
    internal static Cycle Begin(World world) => new(world);

    internal Task RunAsync() => schedule.StartAsync(Token);

    internal Task StopAsync() => schedule.StopAsync(Token);

    /// <summary>Waits until the cycle has set its next start.</summary>
    internal async Task<ScheduledStart> RestAsync() => await starts.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);

    /// <summary>Moves the clock over a start, and waits for the rest after it.</summary>
    internal Task<ScheduledStart> PassAsync(TimeSpan time)
    {
        world.Time.Advance(time);
        return RestAsync();
    }

    /// <summary>Moves the clock while nothing is due.</summary>
    internal void Wait(TimeSpan time)
    {
        Assert.False(starts.Reader.TryPeek(out _), "The cycle was not at rest.");
        world.Time.Advance(time);
    }

    internal bool Rests => !starts.Reader.TryPeek(out _);

    /// <summary>Waits for the next notification of one kind.</summary>
    internal async Task<Notification> ToldAsync(NotificationKind kind)
    {
        while (true)
        {
            var next = await told.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);
            if (next.Kind == kind)
            {
                return next;
            }
        }
    }

    internal bool WasTold(NotificationKind kind)
    {
        var found = false;
        while (told.Reader.TryRead(out var next))
        {
            found |= next.Kind == kind;
        }

        return found;
    }

    internal async Task<List<RunView>> RunsAsync(RunPurpose purpose) =>
        [.. (await world.Engine.ListRunsAsync(World.Sync, 100, Token)).Where(run => run.Purpose == purpose)];

    public async ValueTask DisposeAsync()
    {
        await schedule.StopAsync(CancellationToken.None);
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }
}
