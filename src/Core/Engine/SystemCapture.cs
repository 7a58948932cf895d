using Microsoft.Extensions.Logging;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// Brings what is known of one system up to date: read, observe, decide, append, and at the end the absences that a complete reading proves.
/// </summary>
internal sealed class SystemCapture(IEventStore store, IKnownEntries known, SyncEngineOptions bounds, ILogger logger)
{
    /// <summary>The longest anchor that fits into a stream's name, with room for the system and kind before it.</summary>
    private const int AnchorLengthMax = 600;

    internal async Task<Receipt> CaptureAsync(ISource source, RunJournal journal, Action<ProgressStage, int> progress, CancellationToken cancellationToken)
    {
        var identity = await SystemIdentity.LoadAsync(store, source.Name, cancellationToken).ConfigureAwait(false);
        var index = await LoadIndexAsync(source.Name, cancellationToken).ConfigureAwait(false);
        var absence = new AbsenceDetector();
        var accounts = 0;
        var unusable = 0;
        Receipt? receipt = null;
        var request = new ReadRequest { BatchSize = bounds.ReadBatchSize };
        await foreach (var batch in source.ReadAsync(request, cancellationToken).ConfigureAwait(false))
        {
            identity.Check(batch.Identity ?? batch.Receipt?.Identity);
            var usable = batch.Records.Where(record => record.Anchor.Length is > 0 and <= AnchorLengthMax).ToList();
            unusable += batch.Records.Count - usable.Count;
            var fresh = usable.Where(record => absence.See(new EntryKey(source.Name, record.Kind, record.Anchor))).ToList();
            accounts += fresh.Count(record => record is { Kind: EntryKind.Account, Deleted: false });
            await RecordAsync(source.Name, fresh, index, journal, cancellationToken).ConfigureAwait(false);
            receipt = batch.Receipt ?? receipt;
            progress(ProgressStage.Read, absence.Seen);
        }

        receipt = SnapshotGuard.Judge(
            SnapshotGuard.WithUnusable(receipt ?? WithoutReceipt(source.Name), unusable),
            accounts,
            index.Values.Count(e => e.Key.Kind == EntryKind.Account && e.Presence != EntryPresence.Disappeared));
        await identity.RememberAsync(receipt, journal, cancellationToken).ConfigureAwait(false);
        if (!receipt.Complete)
        {
            Log.Incomplete(logger, source.Name, receipt.Problems.FirstOrDefault(p => p.Breaking)?.Code ?? "unknown");
        }

        var absent = absence.Absent(index.Values.Where(e => e.Presence != EntryPresence.Disappeared).Select(e => e.Key), receipt);
        await ConfirmAsync(source, absent, receipt, journal, progress, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    private async Task<Dictionary<EntryKey, KnownEntry>> LoadIndexAsync(SystemName system, CancellationToken cancellationToken)
    {
        var index = new Dictionary<EntryKey, KnownEntry>();
        await foreach (var entry in known.ReadIndexAsync(system, cancellationToken).ConfigureAwait(false))
        {
            index[entry.Key] = entry;
        }

        return index;
    }

    private async Task RecordAsync(
        SystemName system, List<SourceRecord> records, Dictionary<EntryKey, KnownEntry> index, RunJournal journal, CancellationToken cancellationToken)
    {
        var observed = records.Where(r => !r.Deleted).Select(r => Observer.Observe(system, r)).Where(o => !IsKnown(o, index)).ToList();
        var deleted = records.Where(r => r.Deleted).Select(r => new EntryKey(system, r.Kind, r.Anchor)).Where(index.ContainsKey).ToList();
        if (observed.Count == 0 && deleted.Count == 0)
        {
            return;
        }

        var keys = observed.Select(o => o.Key).Where(index.ContainsKey).Concat(deleted).ToList();
        var states = await known.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        var decided = observed.Select(o => (o.Key, Events: EntryDecider.Decide(states.GetValueOrDefault(o.Key), o)))
            .Concat(deleted.Select(key => (Key: key, Events: EntryDecider.DecideDeleted(states.GetValueOrDefault(key), "its tombstone was read"))));
        await AppendAsync(decided.Select(d => (d.Key, d.Events, states.GetValueOrDefault(d.Key)?.Version ?? 0)), journal, cancellationToken)
            .ConfigureAwait(false);
    }

    private static bool IsKnown(Observation observed, Dictionary<EntryKey, KnownEntry> index) =>
        index.TryGetValue(observed.Key, out var entry)
        && entry.Presence == EntryPresence.Present
        && observed.Fingerprint != Fingerprint.None
        && entry.Fingerprint == observed.Fingerprint;

    private async Task ConfirmAsync(
        ISource source, IReadOnlyList<EntryKey> absent, Receipt receipt, RunJournal journal, Action<ProgressStage, int> progress,
        CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var keys in absent.Chunk(bounds.ConfirmBatchSize))
        {
            IReadOnlyList<Confirmation> answers;
            try
            {
                answers = await source.ConfirmAsync(keys, cancellationToken).ConfigureAwait(false);
            }
            catch (SyncEngineException error)
            {
                Log.NotConfirmed(logger, source.Name, error);
                return;
            }

            var states = await known.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
            var decided = answers
                .Where(answer => states.ContainsKey(answer.Key))
                .Select(answer => (answer.Key, EntryDecider.DecideAbsent(states[answer.Key], answer, receipt.Snapshot), states[answer.Key].Version));
            await AppendAsync(decided, journal, cancellationToken).ConfigureAwait(false);
            progress(ProgressStage.Confirm, done += keys.Length);
        }
    }

    private async Task AppendAsync(
        IEnumerable<(EntryKey Key, System.Collections.Immutable.ImmutableArray<IEngineEvent> Events, long Version)> decided, RunJournal journal,
        CancellationToken cancellationToken)
    {
        var appends = decided.Where(d => d.Events.Length > 0).Select(d => new StreamAppend(StreamName.Entry(d.Key), d.Version, d.Events));
        foreach (var batch in appends.Chunk(bounds.AppendBatchSize))
        {
            await journal.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Receipt WithoutReceipt(SystemName system) => new()
    {
        System = system,
        Complete = false,
        Identity = "",
        Problems = [new ReadProblem("NoReceipt", $"The adapter of '{system}' ended its reading without a receipt, so nothing is concluded from what it did not show.")],
    };
}
