using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Applies the rows of one plan in one run: wave after wave in the order of <see cref="ApplyOrder"/>, some rows of a wave at the same time. Knows the
/// world as it was observed just before, planned again, so that a row whose world changed is stale instead of wrong.
/// </summary>
internal sealed class PlanApplication(ApplyScene scene, IReadOnlyList<PlanRow> rows, int atOnce, ILogger log)
{
    private readonly Dictionary<string, RowResult> settled = new(StringComparer.Ordinal);
    private readonly ImmutableArray<RowOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<RowOutcome>(rows.Count);
    private bool failed;

    /// <summary>Settles every row. A target that cannot be written to any more suspends the rest, which stay pending.</summary>
    internal async Task<(ImmutableArray<RowOutcome> Outcomes, string? Suspended)> RunAsync(
        RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        foreach (var wave in ApplyOrder.Waves(rows))
        {
            var next = new Queue<ImmutableArray<PlanRow>>(ApplyOrder.Units(wave));
            await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, next.Count)).Select(_ => LaneAsync(next, gate, progress, cancellationToken)))
                .ConfigureAwait(false);
        }

        return (outcomes.ToImmutable(), scene.Suspended);
    }

    /// <summary>Takes units of a wave, one after the other, until there are no more. What fails here stops all lanes; what they have sent is recorded first.</summary>
    private async Task LaneAsync(Queue<ImmutableArray<PlanRow>> next, RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        try
        {
            while (await TakeAsync(next, gate, cancellationToken).ConfigureAwait(false) is { } taken)
            {
                await SettleAsync(taken, progress, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            failed = true;
            throw;
        }
    }

    private async Task<List<(PlanRow Row, RowOutcome? Stop)>?> TakeAsync(
        Queue<ImmutableArray<PlanRow>> next, RowGate gate, CancellationToken cancellationToken)
    {
        using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
        return failed || !next.TryDequeue(out var unit) ? null : [.. unit.Select(row => (row, StopOf(row, gate, cancellationToken)))];
    }

    private RowOutcome? StopOf(PlanRow row, RowGate gate, CancellationToken cancellationToken)
    {
        var stop = gate.Stop(row, settled);
        if (stop is null && (scene.Suspended is not null || cancellationToken.IsCancellationRequested))
        {
            scene.Suspend(ApplyScene.Cancelled);
            return Stopped(row, null, "The run stopped before this row; it stays pending.");
        }

        return stop;
    }

    private async Task SettleAsync(List<(PlanRow Row, RowOutcome? Stop)> unit, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        foreach (var (row, stop) in unit.Where(taken => taken.Stop is not null))
        {
            await EndAsync(row, await StoppedAsync(stop!).ConfigureAwait(false), progress).ConfigureAwait(false);
        }

        var ready = unit.Where(taken => taken.Stop is null).Select(taken => taken.Row).ToList();
        if (ready.Count > 0 && ready[0].Kind == RowKind.Membership)
        {
            var ended = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var outcome in new MembershipApplication(scene).RunAsync(ready, cancellationToken).ConfigureAwait(false))
            {
                ended.Add(outcome.RowId);
                await EndAsync(ready.First(row => row.Id == outcome.RowId), outcome, progress).ConfigureAwait(false);
            }

            foreach (var row in ready.Where(row => !ended.Contains(row.Id)))
            {
                await EndAsync(row, await StoppedAsync(Stopped(row, null, scene.Suspended)).ConfigureAwait(false), progress).ConfigureAwait(false);
            }

            return;
        }

        foreach (var row in ready)
        {
            await EndAsync(row, await ApplyAsync(row, cancellationToken).ConfigureAwait(false), progress).ConfigureAwait(false);
        }
    }

    private async Task<RowOutcome> ApplyAsync(PlanRow row, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await new RowApplication(scene, row).RunAsync(cancellationToken).ConfigureAwait(false);
            if (outcome.Result is RowResult.Unknown or RowResult.Deferred && cancellationToken.IsCancellationRequested)
            {
                scene.Suspend(ApplyScene.Cancelled); // also in the last row, which leaves no other to say so
            }

            return outcome;
        }
        catch (ConnectedSystemException error)
        {
            return await StoppedAsync(Stopped(row, error.Code, error.Message)).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(PlanRow row, RowOutcome outcome, Action<int, int, string> progress)
    {
        if (row.Status == RowStatus.Block && outcome.Result is RowResult.Refused or RowResult.Unknown)
        {
            Log.LeaverKeepsAccess(log, scene.Target, row.Id, outcome.Result, outcome.Code);
        }

        using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
        settled[row.Id] = outcome.Result;
        outcomes.Add(outcome);
        progress(outcomes.Count, rows.Count, row.Source?.Name ?? row.Target?.Name ?? "");
    }

    private static RowOutcome Stopped(PlanRow row, string? code, string? text) => new(row.Id, RowResult.Deferred, row.Target?.Id, code, text);

    private async Task<RowOutcome> StoppedAsync(RowOutcome outcome)
    {
        if (outcome.Result is RowResult.Stale or RowResult.Deferred)
        {
            await scene.SettleAsync(outcome).ConfigureAwait(false);
        }

        return outcome;
    }
}
