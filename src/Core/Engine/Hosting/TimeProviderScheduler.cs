using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace SyncEngine;

/// <summary>Lets observables take their time from a <see cref="TimeProvider"/>, so that tests can give it.</summary>
internal sealed class TimeProviderScheduler(TimeProvider time) : LocalScheduler
{
    public override DateTimeOffset Now => time.GetUtcNow();

    public override IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        var scheduled = new SingleAssignmentDisposable();
        var timer = new SerialDisposable();
        timer.Disposable = time.CreateTimer(
            _ =>
            {
                timer.Dispose();
                if (!scheduled.IsDisposed)
                {
                    scheduled.Disposable = action(this, state);
                }
            },
            null, dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return new CompositeDisposable(scheduled, timer);
    }
}
