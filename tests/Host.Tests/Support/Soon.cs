using System.Diagnostics;

namespace SyncEngine.Host.Tests;

/// <summary>Waits for what another process brings about: looks again and again, and gives up at a deadline.</summary>
internal static class Soon
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    internal static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);

    internal static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds} s: {what}.");
            await Task.Delay(LookAgain, TestContext.Current.CancellationToken);
        }
    }
}
