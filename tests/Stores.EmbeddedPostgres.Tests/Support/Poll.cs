using System.Diagnostics;

namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>Waits for something that another process does.</summary>
internal static class Poll
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static void Until(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Deadline, $"Waited {Deadline} for {what}.");
            Thread.Sleep(10);
        }
    }
}
