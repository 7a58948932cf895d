using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 9, record: called by the pipeline as a run proceeds; writes the run's own stream; must never decide what the run does. Keeps the
/// version of that stream, since nobody else writes to it.
/// </summary>
internal sealed class RunRecorder(RunJournal journal)
{
    private readonly StreamName stream = StreamName.Run(journal.Run);
    private long version;

    internal Task StartAsync(SyncName sync, RunPurpose purpose, PlanId? plan, string engine, CancellationToken cancellationToken) =>
        AppendAsync(new RunStarted(sync, purpose, plan, engine), cancellationToken);

    internal Task ReadAsync(Receipt receipt, CancellationToken cancellationToken) =>
        AppendAsync(receipt.Complete ? new ReadCompleted(receipt) : new ReadIncomplete(receipt), cancellationToken);

    /// <summary>The append of the outcomes of rows, to be stored in one transaction with their events; then <see cref="RowsStored"/> is to be told.</summary>
    internal StreamAppend Rows(IReadOnlyList<RowOutcome> outcomes) => new(stream, version, [.. outcomes.Select(outcome => new RowSettled(outcome))]);

    internal void RowsStored(int count) => version += count;

    internal Task CompleteAsync(PlanId? plan, IEnumerable<RowOutcome> outcomes, Fingerprint previous, CancellationToken cancellationToken) =>
        AppendAsync(
            new RunCompleted(
                plan,
                journal.Appended,
                outcomes.GroupBy(o => o.Result.ToString(), StringComparer.Ordinal)
                    .ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
                RunDigest.Chain(previous, journal.Digest),
                previous),
            cancellationToken);

    internal Task InterruptAsync(string reason) => AppendAsync(new RunInterrupted(reason), CancellationToken.None);

    private async Task AppendAsync(IEngineEvent happened, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(stream, version, [happened], cancellationToken).ConfigureAwait(false);
        version++;
    }
}
