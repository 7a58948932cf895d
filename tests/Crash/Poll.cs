using System.Diagnostics;

namespace SyncEngine.Crash;

/// <summary>Waits for what another process or a socket does, with a deadline.</summary>
internal static class Poll
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    internal static async Task UntilAsync(Func<Task<bool>> done, string otherwise, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); !await done();)
        {
            Assert.True(watch.Elapsed < Deadline, $"After {Deadline.TotalSeconds} s: {otherwise}.");
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
