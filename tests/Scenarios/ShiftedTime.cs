using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Scenarios;

/// <summary>A clock on the wall that somebody sets, beside a timer that goes on as it should.</summary>
internal sealed class ShiftedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
