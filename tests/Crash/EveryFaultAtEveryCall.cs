using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Emulators;
using SyncEngine.Provisioning;

namespace SyncEngine.Crash;

/// <summary>
/// The same twenty rows over real HTTP, and at each request of the apply, reads and writes, each thing that can go wrong with a request. Whatever comes of
/// that run, the next ones end as if nothing had happened. Work that could not be handed over is left to a person, who is told.
/// </summary>
public sealed class EveryFaultAtEveryCall(ITestOutputHelper output)
{
    private const int AtATime = 4;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Endless = TimeSpan.FromHours(12);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_goes_wrong_with_any_request_it_ends_as_if_nothing_had_happened(bool handsOver)
    {
        var watch = Stopwatch.StartNew();
        using var room = await TrialRoom.OpenAsync(handsOver, Token);
        var (whole, calls) = await UndisturbedAsync(room);
        var faults = Enum.GetValues<PyrusFaultKind>().Select(kind => new PyrusFault(kind) { Wait = Short })
            .Append(new PyrusFault(PyrusFaultKind.Delay) { Wait = Endless }).ToList();
        var cases = faults.SelectMany(fault => Places(room, calls).Select(call => fault with { After = call })).ToList();
        var broken = new ConcurrentDictionary<PyrusFault, string>();
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token },
            async (fault, cancellationToken) =>
            {
                if (await FaultyAsync(room, fault, whole, cancellationToken) is { Count: > 0 } claims)
                {
                    broken[fault] = $"{fault.Kind} {fault.Wait} at call {fault.After} ({calls[fault.After]}): {string.Join("; ", claims)}";
                }
            });
        output.WriteLine($"{calls.Count} calls, {faults.Count} faults, {cases.Count} runs in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(broken.IsEmpty, string.Join("\n", broken.OrderBy(b => b.Key.After).Select(b => b.Value)));
    }

    /// <summary>Applies the plan without a fault; gives how that ends, and every request of it.</summary>
    internal static async Task<(Ending Whole, List<string> Calls)> UndisturbedAsync(TrialRoom room)
    {
        await using var trial = await room.BeginAsync(null, Token);
        await using var host = trial.Host();
        await host.ApplyAsync(trial.Plan.Id, Token);
        var calls = trial.Calls.Select(call => $"{call.Method} {call.Path}").ToList();
        Assert.Equal(room.Rehearsal.Writes, trial.Calls.Count(call => call.IsWrite));
        var (last, applied) = await host.FinishAsync(Token);
        Assert.Empty(applied);
        var whole = await Ending.OfAsync(host, trial.Pyrus, last, Token);
        Assert.Empty(await Claims.BrokenAsync(host, trial.Pyrus, whole, whole, Token));
        return (whole, calls);
    }

    /// <summary>The calls to disturb, by their place. Where work is handed over, those that the other plan does not have, and the blocks after them.</summary>
    internal static IEnumerable<int> Places(TrialRoom room, List<string> calls)
    {
        var first = room.Rehearsal.HandsOver ? calls.FindIndex(call => call == "POST members/bulk") - 1 : 0;
        Assert.InRange(first, 0, calls.Count);
        return Enumerable.Range(first, calls.Count - first);
    }

    private static async Task<List<string>> FaultyAsync(TrialRoom room, PyrusFault fault, Ending whole, CancellationToken cancellationToken)
    {
        await using var trial = await room.BeginAsync(held => held.Clock.Advance(PyrusOptions.RequestTimeoutDefault + Short), cancellationToken);
        var administrator = trial.Pyrus.Caller;
        trial.Pyrus.Faults.Add(fault);
        await using (var host = trial.Host())
        {
            try
            {
                HandOverByHand(trial, await host.ApplyAsync(trial.Plan.Id, cancellationToken));
            }
            catch (SyncEngineException)
            {
                // Pyrus as a whole could not be used any more; the run has said so.
            }
        }

        var hit = trial.Calls[fault.After];
        if (fault.Kind == PyrusFaultKind.Delay)
        {
            // Whoever gave up waiting has not stopped the request.
            await Poll.UntilAsync(() => Task.FromResult(hit.Status is not null), "Pyrus still holds the request back", cancellationToken);
        }

        trial.Pyrus.Faults.Clear();
        if (trial.Pyrus.Caller.Rights != administrator.Rights)
        {
            // The remedy that the error names.
            trial.Pyrus.SeedMember(trial.Pyrus.Caller with { Rights = administrator.Rights });
        }

        await using var next = trial.Host();
        var (last, _) = await next.FinishAsync(cancellationToken);
        var ending = await Ending.OfAsync(next, trial.Pyrus, last, cancellationToken);
        return await Claims.BrokenAsync(next, trial.Pyrus, ending, whole, cancellationToken, TookEffect(fault.Kind) ? null : hit);
    }

    /// <summary>Work that a row says was not handed over is handed over by hand, as it says: nobody does that by itself, since access goes first.</summary>
    private static void HandOverByHand(Trial trial, ApplyReport report)
    {
        foreach (var outcome in report.Outcomes.Where(outcome => outcome.Text?.Contains("was not handed over", StringComparison.Ordinal) == true))
        {
            var row = trial.Plan.Rows.Single(row => row.Id == outcome.RowId);
            var leaver = trial.Pyrus.FindMember(int.Parse(row.Target!.Id!, CultureInfo.InvariantCulture))!;
            trial.Pyrus.SeedMember(leaver with { Fired = true, TaskReceiver = int.Parse(row.Receiver!.Id, CultureInfo.InvariantCulture) });
        }
    }

    private static bool TookEffect(PyrusFaultKind kind) =>
        kind is PyrusFaultKind.LoseAnswer or PyrusFaultKind.CutAnswer or PyrusFaultKind.ServerErrorAfterEffect or PyrusFaultKind.Delay;
}
