using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// Reads what changed in a system since a cursor. What is not in it is unchanged; what it leaves open, because a system does not report it, is asked for:
/// entries that are not there to be read now, and entries that name somebody who came or went.
/// </summary>
internal sealed class DeltaReading(CaptureWork work)
{
    private static readonly EntryKind[] Kinds = Enum.GetValues<EntryKind>();
    private readonly HashSet<EntryKey> seen = [];
    private readonly SortedSet<EntryKey> open = [];
    private readonly HashSet<string> relinked = new(StringComparer.Ordinal);

    internal async Task<Captured> ReadAsync(Cursor since, CancellationToken cancellationToken)
    {
        var receipt = await ObserveAsync(since, cancellationToken).ConfigureAwait(false);
        if (receipt.FullReadNeeded)
        {
            return new Captured(receipt, Settled: false);
        }

        // In this order: whoever turns out to be deleted may be named by others. A system drops such names, or brings them back, without a word.
        var settled = await SettleAsync([.. open], cancellationToken).ConfigureAwait(false);
        var naming = await work.Known.FindNamingAsync(work.System, relinked, cancellationToken).ConfigureAwait(false);
        settled &= await SettleAsync([.. naming.Where(key => !open.Contains(key))], cancellationToken).ConfigureAwait(false);
        return new Captured(receipt, settled);
    }

    private async Task<Receipt> ObserveAsync(Cursor since, CancellationToken cancellationToken)
    {
        var reading = new ReadAhead(work.Source, new ReadRequest { BatchSize = work.Bounds.ReadBatchSize, Since = since, Fields = work.Memory.Wanted }, cancellationToken);
        await using var _ = reading.ConfigureAwait(false);
        var appends = new AppendQueue(work.Journal, work.Bounds.AppendBatchSize, cancellationToken);
        await using var __ = appends.ConfigureAwait(false);
        var unusable = 0;
        Receipt? receipt = null;
        await foreach (var batch in reading.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            work.Memory.Check(batch.Identity ?? batch.Receipt?.Identity);
            unusable += batch.Records.Count(record => !CaptureWork.IsUsable(record.Anchor));
            await DecideAsync(batch.Records, appends, cancellationToken).ConfigureAwait(false);
            open.UnionWith(batch.InDoubt.Where(CaptureWork.IsUsable).SelectMany(anchor => Kinds, (anchor, kind) => new EntryKey(work.System, kind, anchor)));
            relinked.UnionWith(batch.ArrivedElsewhere.Where(CaptureWork.IsUsable));
            await appends.ThrowIfFailedAsync().ConfigureAwait(false);
            receipt = batch.Receipt ?? receipt;
            work.Progress(ProgressStage.Read, seen.Count);
        }

        await appends.FinishAsync().ConfigureAwait(false);
        receipt = SnapshotGuard.WithUnusable(receipt ?? work.WithoutReceipt(), unusable);
        return receipt.Mode == ReadMode.Delta ? receipt : SnapshotGuard.NoDelta(receipt);
    }

    private async Task DecideAsync(IReadOnlyList<SourceRecord> records, AppendQueue appends, CancellationToken cancellationToken)
    {
        var news = records
            .Where(record => CaptureWork.IsUsable(record.Anchor))
            .Select(record => (Key: new EntryKey(work.System, record.Kind, record.Anchor), Record: record))
            .Where(entry => seen.Add(entry.Key))
            .ToList();
        var states = await work.Known.LoadAsync([.. news.Select(entry => entry.Key)], cancellationToken).ConfigureAwait(false);
        foreach (var (key, record) in news)
        {
            var state = states.GetValueOrDefault(key);
            var events = record.Deleted
                ? EntryDecider.DecideDeleted(state, EntryDecider.Tombstone)
                : EntryDecider.Decide(state, Observer.Observe(work.System, record));
            if (record.Deleted || record.Arrived)
            {
                relinked.Add(record.Anchor);
            }

            if (record.Arrived || state is not { Presence: EntryPresence.Present })
            {
                open.UnionWith(record.NamedBy.SelectMany(
                    _ => new[] { EntryKind.Account, EntryKind.Group }, (anchor, kind) => new EntryKey(work.System, kind, anchor)));
            }

            if (events.Length > 0)
            {
                await appends.AddAsync(new StreamAppend(StreamName.Entry(key), state?.Version ?? 0, events)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for those of some entries that are known, and not observed by this reading already; false when the source could not tell for one of them.</summary>
    private async Task<bool> SettleAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        var settled = true;
        foreach (var some in keys.Where(key => !seen.Contains(key)).Chunk(work.Bounds.ConfirmBatchSize))
        {
            var states = await work.Known.LoadAsync(some, cancellationToken).ConfigureAwait(false);
            var asked = some.Where(key => states.TryGetValue(key, out var state) && state.Presence != EntryPresence.Disappeared).ToList();
            var answers = asked.Count == 0 ? [] : await work.AskAsync(asked, cancellationToken).ConfigureAwait(false);
            if (answers is null)
            {
                return false;
            }

            // "No such object" is no proof here: a reading of changes never means gone. The next full reading settles it.
            var appends = answers
                .Where(answer => answer.Answer != ConfirmationAnswer.Gone)
                .Select(answer => (State: states[answer.Key], Events: EntryDecider.DecideAbsent(states[answer.Key], answer, snapshot: null)))
                .Where(decided => decided.Events.Length > 0)
                .Select(decided => new StreamAppend(StreamName.Entry(decided.State.Key), decided.State.Version, decided.Events))
                .ToList();
            await work.Journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
            relinked.UnionWith(answers.Where(answer => answer.Answer == ConfirmationAnswer.Deleted).Select(answer => answer.Key.Anchor));
            settled &= answers.All(answer => answer.Answer != ConfirmationAnswer.CannotTell);
        }

        return settled;
    }
}
