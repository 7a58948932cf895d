using System.Collections.Concurrent;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Crash;

/// <summary>The same twenty rows, cancelled while a request is under way, at each request: nothing is sent after it, and what became of it is on record.</summary>
public sealed class CancelledAtEveryCall
{
    private const int AtATime = 4;
    private static readonly TimeSpan Held = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_during_any_request_the_run_stops_after_it_records_it_and_the_next_does_exactly_the_rest(bool handsOver)
    {
        using var room = await TrialRoom.OpenAsync(handsOver, Token);
        var (whole, calls) = await EveryFaultAtEveryCall.UndisturbedAsync(room);
        var broken = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(
            EveryFaultAtEveryCall.Places(room, calls),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token },
            async (call, cancellationToken) =>
            {
                if (await CancelledAsync(room, call, whole, cancellationToken) is { Count: > 0 } claims)
                {
                    broken[call] = $"Cancelled at call {call} ({calls[call]}): {string.Join("; ", claims)}";
                }
            });
        Assert.True(broken.IsEmpty, string.Join("\n", broken.OrderBy(b => b.Key).Select(b => b.Value)));
    }

    private static async Task<List<string>> CancelledAsync(TrialRoom room, int call, Ending whole, CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var trial = await room.BeginAsync(
            held =>
            {
                cancel.Cancel();
                ThreadPool.QueueUserWorkItem(_ => held.LetGo(Held)); // to whoever waits for the answer all the same
            },
            cancellationToken);
        trial.Pyrus.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { After = call, Wait = Held });
        var broken = new List<string>();
        await using (var host = trial.Host())
        {
            broken.AddRange(await StoppedAsync(host, trial, call, cancel.Token));
        }

        // A request that was sent is not taken back by whoever stops waiting for its answer.
        await Poll.UntilAsync(() => Task.FromResult(trial.Calls[call].Status is not null), "Pyrus still holds the request back", cancellationToken);
        await using var next = trial.Host();
        var (last, _) = await next.FinishAsync(cancellationToken);
        var ending = await Ending.OfAsync(next, trial.Pyrus, last, cancellationToken);
        broken.AddRange(await Claims.BrokenAsync(next, trial.Pyrus, ending, whole, cancellationToken));
        var writes = trial.Calls.Count(request => request.IsWrite);
        if (writes != room.Rehearsal.Writes)
        {
            broken.Add($"{writes} writes were sent instead of {room.Rehearsal.Writes}");
        }

        return broken;
    }

    private static async Task<List<string>> StoppedAsync(Host host, Trial trial, int call, CancellationToken cancelled)
    {
        var broken = new List<string>();
        try
        {
            var report = await host.ApplyAsync(trial.Plan.Id, cancelled);
            if (report.Suspended is null)
            {
                broken.Add("the report does not say that the run was suspended");
            }
        }
        catch (OperationCanceledException)
        {
            // It was still reading: there is nothing to report.
        }

        var after = trial.Calls.Skip(call + 1).Where(request => request.IsWrite).ToList();
        if (after.Count > 0)
        {
            broken.Add($"sent after it: {string.Join(", ", after)}");
        }

        var run = (await host.Engine.ListRunsAsync(TwentyRows.Sync, 1, CancellationToken.None))[0];
        if ((run.Purpose, run.Status) != (RunPurpose.Apply, RunStatus.Interrupted))
        {
            broken.Add($"the last run is {run.Purpose}, {run.Status}");
        }

        var answers = await host.Store.ReadAllAsync(0, long.MaxValue, CancellationToken.None).Where(recorded => recorded.Metadata.Run == run.Id)
            .Select(recorded => recorded.Event).ToListAsync(CancellationToken.None);
        var (intended, ended) = (answers.OfType<ChangeIntended>().Count(), answers.Count(e => e is ChangeConfirmed or ChangeRefused or ChangeUnknown));
        if (intended != ended)
        {
            broken.Add($"{intended} writes were intended, and the end of {ended} is on record");
        }

        return broken;
    }
}
