using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// Reads everything a system shows: read, observe, decide, append, and at the end the absences that a complete reading proves.
/// </summary>
/// <remarks>
/// Three things go on at once: the source is read (<see cref="ReadAhead"/>), what was read is observed and decided here, and what was decided before is
/// appended (<see cref="AppendQueue"/>). What is kept of all entries is one <see cref="KnownTable"/>.
/// </remarks>
internal sealed class FullReading(CaptureWork work)
{
    internal async Task<Captured> ReadAsync(CancellationToken cancellationToken)
    {
        var (table, receipt) = await ObserveAsync(cancellationToken).ConfigureAwait(false);
        var absent = await AbsentAsync(new AbsenceDetector(table, receipt), cancellationToken).ConfigureAwait(false);
        return await new AbsenceSettler(work).SettleAsync(absent, receipt, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(KnownTable Table, Receipt Receipt)> ObserveAsync(CancellationToken cancellationToken)
    {
        var reading = new ReadAhead(work.Source, new ReadRequest { BatchSize = work.Bounds.ReadBatchSize, Fields = work.Memory.Wanted }, cancellationToken);
        await using var _ = reading.ConfigureAwait(false);
        var table = await LoadTableAsync(cancellationToken).ConfigureAwait(false);
        var appends = new AppendQueue(work.Journal, work.Bounds.AppendBatchSize, cancellationToken);
        await using var __ = appends.ConfigureAwait(false);
        var accounts = 0;
        var unusable = 0;
        Receipt? receipt = null;
        await foreach (var batch in reading.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            work.Memory.Check(batch.Identity ?? batch.Receipt?.Identity);
            var news = new List<News>();
            foreach (var record in batch.Records)
            {
                if (!CaptureWork.IsUsable(record.Anchor))
                {
                    unusable++;
                }
                else if (table.TrySee(record.Kind, record.Anchor, out var entry))
                {
                    accounts += record is { Kind: EntryKind.Account, Deleted: false } ? 1 : 0;
                    Compare(record, entry, table, news);
                }
            }

            await DecideAsync(news, appends, cancellationToken).ConfigureAwait(false);
            await appends.ThrowIfFailedAsync().ConfigureAwait(false);
            receipt = batch.Receipt ?? receipt;
            work.Progress(ProgressStage.Read, table.Seen);
        }

        receipt = SnapshotGuard.Judge(
            SnapshotGuard.WithUnusable(receipt ?? work.WithoutReceipt(), unusable), accounts, table.Accounts);
        await appends.FinishAsync().ConfigureAwait(false);
        await work.Memory.RememberAsync(receipt, work.Journal, cancellationToken).ConfigureAwait(false);
        return (table, receipt);
    }

    private async Task<KnownTable> LoadTableAsync(CancellationToken cancellationToken)
    {
        var table = new KnownTable();
        await foreach (var entry in work.Known.ReadIndexAsync(work.System, cancellationToken).ConfigureAwait(false))
        {
            table.Add(entry.Key, entry.Fingerprint, entry.Presence switch
            {
                EntryPresence.Present => Standing.Present,
                EntryPresence.Disappeared => Standing.Gone,
                _ => Standing.Doubtful,
            });
        }

        return table;
    }

    /// <summary>Observes a record that the reading shows for the first time, and keeps it only if it says something new.</summary>
    private void Compare(SourceRecord record, int entry, KnownTable table, List<News> news)
    {
        var isKnown = table.StandingOf(entry) != Standing.Unknown;
        if (record.Deleted)
        {
            if (isKnown)
            {
                news.Add(new News(new EntryKey(work.System, record.Kind, record.Anchor), null, IsKnown: true));
            }

            return;
        }

        var observed = Observer.Observe(work.System, record);
        if (!table.IsUnchanged(entry, observed.Fingerprint))
        {
            news.Add(new News(observed.Key, observed, isKnown));
        }
    }

    private async Task DecideAsync(List<News> news, AppendQueue appends, CancellationToken cancellationToken)
    {
        var keys = news.Where(n => n.IsKnown).Select(n => n.Key).ToList();
        var states = keys.Count == 0 ? null : await work.Known.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        foreach (var (key, observed, _) in news)
        {
            var state = states?.GetValueOrDefault(key);
            var events = observed is null ? EntryDecider.DecideDeleted(state, EntryDecider.Tombstone) : EntryDecider.Decide(state, observed);
            if (events.Length > 0)
            {
                await appends.AddAsync(new StreamAppend(StreamName.Entry(key), state?.Version ?? 0, events)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// The keys of what is absent, in order. The table keeps no keys as text, so what is known is read once more; only if something is absent.
    /// </summary>
    private async Task<List<EntryKey>> AbsentAsync(AbsenceDetector absence, CancellationToken cancellationToken)
    {
        var absent = new List<EntryKey>();
        if (absence.Any)
        {
            await foreach (var entry in work.Known.ReadIndexAsync(work.System, cancellationToken).ConfigureAwait(false))
            {
                if (absence.IsAbsent(entry.Key))
                {
                    absent.Add(entry.Key);
                }
            }

            absent.Sort();
        }

        return absent;
    }

    /// <summary>A record that says something new; without an observation when it is a tombstone.</summary>
    private sealed record News(EntryKey Key, Observation? Observed, bool IsKnown);
}
