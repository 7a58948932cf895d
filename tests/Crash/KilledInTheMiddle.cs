using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SyncEngine.Emulators;

namespace SyncEngine.Crash;

/// <summary>
/// The process is killed while the application is in the middle of a write: the request is there, held back, and takes effect when nobody is left to hear of it.
/// With one write at a time, and with four, where three others may be under way and the request held back is one of about the same moment. What can be known of a write that nobody saw the end of is known by reading.
/// </summary>
public sealed class KilledInTheMiddle(KilledAtEveryStep.Whole season, ITestOutputHelper output) : IClassFixture<KilledAtEveryStep.Whole>
{
    private const int AtATime = 2;

    /// <summary>Every fourth write: each kill is a process and a database of its own.</summary>
    private const int Stride = 4;

    private static readonly TimeSpan Held = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Killed_while_a_write_is_held_back_it_ends_as_if_nothing_had_happened(int atOnce)
    {
        var watch = Stopwatch.StartNew();
        var broken = new ConcurrentDictionary<int, string>();
        int[] writes = [.. Enumerable.Range(0, season.Theatre.Rehearsal.Writes).Where(write => write % Stride == atOnce % Stride)];
        await Parallel.ForEachAsync(
            writes,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token },
            async (write, cancellationToken) =>
            {
                if (await KilledAsync(season, write, atOnce, cancellationToken) is { Count: > 0 } claims)
                {
                    broken[write] = $"Killed in the middle of write {write}, {atOnce} at once: {string.Join("; ", claims)}";
                }
            });
        output.WriteLine($"{writes.Length} kills in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(broken.IsEmpty, string.Join("\n", broken.OrderBy(b => b.Key).Select(b => b.Value)));
    }

    internal static async Task<List<string>> KilledAsync(KilledAtEveryStep.Whole season, int write, int atOnce, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var performance = await season.Theatre.RaiseCurtainAsync(new ImpatientClock(() => begun.TrySetResult()), cancellationToken, atOnce);
        performance.Pyrus.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { After = season.WritesAmongRequests[write], Wait = Held });
        await performance.Victim.GoAsync(dieAt: 0);
        await begun.Task.WaitAsync(cancellationToken);
        performance.Victim.Kill();
        var code = await performance.Victim.EndAsync(cancellationToken);

        // The application goes on when it notices that its client is gone; nothing is finished before every request has come to its end.
        await Poll.UntilAsync(
            () => Task.FromResult(performance.Pyrus.Requests.All(request => request.Status is not null)), "Pyrus still holds a request back", cancellationToken);
        var (ending, host) = await performance.FinishAsync(cancellationToken);
        await using var scope = host;
        var broken = await Claims.BrokenAsync(host, performance.Pyrus, ending, season.Ending, cancellationToken);
        if (code != VictimProcess.Killed)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"the process ended with {code}"));
        }

        var writes = performance.Pyrus.Requests.Count(request => request.IsWrite);
        if (writes != season.Theatre.Rehearsal.Writes)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{writes} writes were sent instead of {season.Theatre.Rehearsal.Writes}"));
        }

        return broken;
    }
}
