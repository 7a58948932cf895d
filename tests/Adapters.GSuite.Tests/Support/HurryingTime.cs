namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>A clock by which every wait is over at once, and is remembered.</summary>
internal sealed class HurryingTime : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.UnixEpoch;

    internal List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Waits.Add(dueTime);
            now += dueTime;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Over();
    }

    private sealed class Over : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
