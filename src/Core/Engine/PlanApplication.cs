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
    private const string Cancelled = "The run was cancelled.";

    private readonly Dictionary<string, RowResult> settled = new(StringComparer.Ordinal);
    private readonly ImmutableArray<RowOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<RowOutcome>(rows.Count);
    private string? suspended;
    private bool failed;

    /// <summary>Settles every row. A target that cannot be written to any more suspends the rest, which stay pending.</summary>
    internal async Task<(ImmutableArray<RowOutcome> Outcomes, string? Suspended)> RunAsync(
        RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        foreach (var wave in ApplyOrder.Waves(rows))
        {
            var next = new Queue<PlanRow>(wave);
            await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, wave.Length)).Select(_ => LaneAsync(next, gate, progress, cancellationToken)))
                .ConfigureAwait(false);
        }

        return (outcomes.ToImmutable(), suspended);
    }

    /// <summary>Takes rows of a wave, one after the other, until there are no more. What fails here stops all lanes; what they have sent is recorded first.</summary>
    private async Task LaneAsync(Queue<PlanRow> next, RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
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

    private async Task<(PlanRow Row, RowOutcome? Stop)?> TakeAsync(Queue<PlanRow> next, RowGate gate, CancellationToken cancellationToken)
    {
        using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
        if (failed || !next.TryDequeue(out var row))
        {
            return null;
        }

        var stop = gate.Stop(row, settled);
        if (stop is null && (suspended is not null || cancellationToken.IsCancellationRequested))
        {
            suspended ??= Cancelled;
            stop = new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id, null, "The run stopped before this row; it stays pending.");
        }

        return (row, stop);
    }

    private async Task SettleAsync((PlanRow Row, RowOutcome? Stop) taken, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        var (row, stop) = taken;
        RowOutcome outcome;
        try
        {
            outcome = stop is null
                ? await new RowApplication(scene, row).RunAsync(cancellationToken).ConfigureAwait(false)
                : await StoppedAsync(stop).ConfigureAwait(false);
        }
        catch (ConnectedSystemException error)
        {
            suspended ??= $"{error.Message} {error.Remedy}";
            outcome = await StoppedAsync(new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id, error.Code, error.Message)).ConfigureAwait(false);
        }

        if (row.Status == RowStatus.Block && outcome.Result is RowResult.Refused or RowResult.Unknown)
        {
            Log.LeaverKeepsAccess(log, scene.Target, row.Id, outcome.Result, outcome.Code);
        }

        using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
        if (outcome.Result == RowResult.Unknown && cancellationToken.IsCancellationRequested)
        {
            suspended ??= Cancelled; // also in the last row, which leaves no other to say so
        }

        settled[row.Id] = outcome.Result;
        outcomes.Add(outcome);
        progress(outcomes.Count, rows.Count, row.Source?.Name ?? row.Target?.Name ?? "");
    }

    private async Task<RowOutcome> StoppedAsync(RowOutcome outcome)
    {
        if (outcome.Result is RowResult.Stale or RowResult.Deferred)
        {
            await scene.SettleAsync(outcome).ConfigureAwait(false);
        }

        return outcome;
    }
}
