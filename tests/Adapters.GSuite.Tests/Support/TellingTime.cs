using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>A clock that stands until a test moves it, and tells which waits have begun: then the test may move it.</summary>
internal sealed class TellingTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> begun = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        begun.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Until somebody waits for this long, since the last call.</summary>
    internal async Task WaitedForAsync(TimeSpan wait)
    {
        while (await begun.Reader.ReadAsync(Rig.Ct) != wait)
        {
        }
    }
}
