using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// After a complete full reading: asks the source for each entry that was not in it, and decides by the answers. People whose whole unit is hidden
/// prove nothing, and make the reading incomplete.
/// </summary>
internal sealed class AbsenceSettler(CaptureWork work)
{
    internal async Task<Captured> SettleAsync(List<EntryKey> absent, Receipt receipt, CancellationToken cancellationToken)
    {
        if (absent.Count == 0)
        {
            return new Captured(receipt, Settled: true);
        }

        // Units first: what became of them tells what the absence of their people is worth.
        var units = absent.Where(key => key.Kind == EntryKind.Unit).ToList();
        var answers = new List<Confirmation>();
        foreach (var keys in units.Chunk(work.Bounds.ConfirmBatchSize))
        {
            if (await work.AskAsync(keys, cancellationToken).ConfigureAwait(false) is not { } some)
            {
                return new Captured(receipt, Settled: false);
            }

            answers.AddRange(some);
        }

        var hidden = answers.Where(answer => answer.Answer == ConfirmationAnswer.Gone).Select(answer => answer.Key.Anchor).ToHashSet(StringComparer.Ordinal);
        var others = absent.Where(key => key.Kind != EntryKind.Unit).ToList();
        if (await CountInsideAsync(others, hidden, cancellationToken).ConfigureAwait(false) is > 0 and var people)
        {
            return new Captured(SnapshotGuard.UnitsHidden(receipt, people, hidden.Count), Settled: false);
        }

        var settled = await AppendAsync(answers, receipt, cancellationToken).ConfigureAwait(false);
        var done = 0;
        foreach (var keys in others.Chunk(work.Bounds.ConfirmBatchSize))
        {
            if (await work.AskAsync(keys, cancellationToken).ConfigureAwait(false) is not { } some)
            {
                return new Captured(receipt, Settled: false);
            }

            settled &= await AppendAsync(some, receipt, cancellationToken).ConfigureAwait(false);
            work.Progress(ProgressStage.Confirm, done += keys.Length);
        }

        return new Captured(receipt, settled);
    }

    /// <summary>How many accounts were last seen inside some units.</summary>
    private async Task<int> CountInsideAsync(List<EntryKey> keys, HashSet<string> units, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var some in units.Count == 0 ? [] : keys.Where(key => key.Kind == EntryKind.Account).Chunk(work.Bounds.ConfirmBatchSize))
        {
            var states = await work.Known.LoadAsync(some, cancellationToken).ConfigureAwait(false);
            count += states.Values.Count(state => state.Parent is { } unit && units.Contains(unit));
        }

        return count;
    }

    /// <summary>Appends what the answers say; false when the source could not tell for one of them.</summary>
    private async Task<bool> AppendAsync(IReadOnlyList<Confirmation> answers, Receipt receipt, CancellationToken cancellationToken)
    {
        foreach (var some in answers.Chunk(work.Bounds.ConfirmBatchSize))
        {
            var states = await work.Known.LoadAsync([.. some.Select(answer => answer.Key)], cancellationToken).ConfigureAwait(false);
            var appends = some
                .Where(answer => states.ContainsKey(answer.Key))
                .Select(answer => (State: states[answer.Key], Events: EntryDecider.DecideAbsent(states[answer.Key], answer, receipt.Snapshot)))
                .Where(decided => decided.Events.Length > 0)
                .Select(decided => new StreamAppend(StreamName.Entry(decided.State.Key), decided.State.Version, decided.Events));
            foreach (var batch in appends.Chunk(work.Bounds.AppendBatchSize))
            {
                await work.Journal.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }

        return answers.All(answer => answer.Answer != ConfirmationAnswer.CannotTell);
    }
}
