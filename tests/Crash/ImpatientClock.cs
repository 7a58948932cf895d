using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Crash;

/// <summary>
/// A clock on which nobody waits: a wait of up to a minute is over at once. A longer one is a limit that should not be reached, and ends only when
/// somebody lets the time pass; <paramref name="longWait"/> hears that it has begun.
/// </summary>
internal sealed class ImpatientClock(Action? longWait = null) : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > WaitMax)
        {
            longWait?.Invoke();
        }
        else if (dueTime > TimeSpan.Zero)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
