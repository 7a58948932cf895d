using Microsoft.Extensions.Logging;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// Brings what is known of one system up to date: read, observe, decide, append, and at the end the absences that a complete reading proves.
/// </summary>
/// <remarks>
/// Three things go on at once: the source is read (<see cref="ReadAhead"/>), what was read is observed and decided here, and what was decided before is
/// appended (<see cref="AppendQueue"/>). What is kept of all entries is one <see cref="KnownTable"/>.
/// </remarks>
internal sealed class SystemCapture(IEventStore store, IKnownEntries known, SyncEngineOptions bounds, ILogger logger)
{
    /// <summary>The longest anchor that fits into a stream's name, with room for the system and kind before it.</summary>
    private const int AnchorLengthMax = 600;

    internal async Task<Receipt> CaptureAsync(ISource source, RunJournal journal, Action<ProgressStage, int> progress, CancellationToken cancellationToken)
    {
        var (table, receipt) = await ReadAsync(source, journal, progress, cancellationToken).ConfigureAwait(false);
        if (!receipt.Complete)
        {
            Log.Incomplete(logger, source.Name, receipt.Problems.FirstOrDefault(p => p.Breaking)?.Code ?? "unknown");
        }

        var absent = await AbsentAsync(source.Name, new AbsenceDetector(table, receipt), cancellationToken).ConfigureAwait(false);
        await ConfirmAsync(source, absent, receipt, journal, progress, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    private async Task<(KnownTable Table, Receipt Receipt)> ReadAsync(
        ISource source, RunJournal journal, Action<ProgressStage, int> progress, CancellationToken cancellationToken)
    {
        var identity = await SystemIdentity.LoadAsync(store, source.Name, cancellationToken).ConfigureAwait(false);
        var reading = new ReadAhead(source, new ReadRequest { BatchSize = bounds.ReadBatchSize }, cancellationToken);
        await using var _ = reading.ConfigureAwait(false);
        var table = await LoadTableAsync(source.Name, cancellationToken).ConfigureAwait(false);
        var appends = new AppendQueue(journal, bounds.AppendBatchSize, cancellationToken);
        await using var __ = appends.ConfigureAwait(false);
        var accounts = 0;
        var unusable = 0;
        Receipt? receipt = null;
        await foreach (var batch in reading.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            identity.Check(batch.Identity ?? batch.Receipt?.Identity);
            var news = new List<News>();
            foreach (var record in batch.Records)
            {
                if (record.Anchor.Length is 0 or > AnchorLengthMax)
                {
                    unusable++;
                }
                else if (table.TrySee(record.Kind, record.Anchor, out var entry))
                {
                    accounts += record is { Kind: EntryKind.Account, Deleted: false } ? 1 : 0;
                    Compare(source.Name, record, entry, table, news);
                }
            }

            await DecideAsync(news, appends, cancellationToken).ConfigureAwait(false);
            await appends.ThrowIfFailedAsync().ConfigureAwait(false);
            receipt = batch.Receipt ?? receipt;
            progress(ProgressStage.Read, table.Seen);
        }

        receipt = SnapshotGuard.Judge(
            SnapshotGuard.WithUnusable(receipt ?? WithoutReceipt(source.Name), unusable), accounts, table.Accounts);
        await appends.FinishAsync().ConfigureAwait(false);
        await identity.RememberAsync(receipt, journal, cancellationToken).ConfigureAwait(false);
        return (table, receipt);
    }

    private async Task<KnownTable> LoadTableAsync(SystemName system, CancellationToken cancellationToken)
    {
        var table = new KnownTable();
        await foreach (var entry in known.ReadIndexAsync(system, cancellationToken).ConfigureAwait(false))
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
    private static void Compare(SystemName system, SourceRecord record, int entry, KnownTable table, List<News> news)
    {
        var isKnown = table.StandingOf(entry) != Standing.Unknown;
        if (record.Deleted)
        {
            if (isKnown)
            {
                news.Add(new News(new EntryKey(system, record.Kind, record.Anchor), null, IsKnown: true));
            }

            return;
        }

        var observed = Observer.Observe(system, record);
        if (!table.IsUnchanged(entry, observed.Fingerprint))
        {
            news.Add(new News(observed.Key, observed, isKnown));
        }
    }

    private async Task DecideAsync(List<News> news, AppendQueue appends, CancellationToken cancellationToken)
    {
        var keys = news.Where(n => n.IsKnown).Select(n => n.Key).ToList();
        var states = keys.Count == 0 ? null : await known.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        foreach (var (key, observed, _) in news)
        {
            var state = states?.GetValueOrDefault(key);
            var events = observed is null ? EntryDecider.DecideDeleted(state, "its tombstone was read") : EntryDecider.Decide(state, observed);
            if (events.Length > 0)
            {
                await appends.AddAsync(new StreamAppend(StreamName.Entry(key), state?.Version ?? 0, events)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// The keys of what is absent, in order. The table keeps no keys as text, so what is known is read once more; only if something is absent.
    /// </summary>
    private async Task<List<EntryKey>> AbsentAsync(SystemName system, AbsenceDetector absence, CancellationToken cancellationToken)
    {
        var absent = new List<EntryKey>();
        if (absence.Any)
        {
            await foreach (var entry in known.ReadIndexAsync(system, cancellationToken).ConfigureAwait(false))
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

    private async Task ConfirmAsync(
        ISource source, List<EntryKey> absent, Receipt receipt, RunJournal journal, Action<ProgressStage, int> progress,
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
            var appends = answers
                .Where(answer => states.ContainsKey(answer.Key))
                .Select(answer => (State: states[answer.Key], Events: EntryDecider.DecideAbsent(states[answer.Key], answer, receipt.Snapshot)))
                .Where(decided => decided.Events.Length > 0)
                .Select(decided => new StreamAppend(StreamName.Entry(decided.State.Key), decided.State.Version, decided.Events));
            foreach (var batch in appends.Chunk(bounds.AppendBatchSize))
            {
                await journal.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            progress(ProgressStage.Confirm, done += keys.Length);
        }
    }

    private static Receipt WithoutReceipt(SystemName system) => new()
    {
        System = system,
        Complete = false,
        Identity = "",
        Problems = [new ReadProblem("NoReceipt", $"The adapter of '{system}' ended its reading without a receipt, so nothing is concluded from what it did not show.")],
    };

    /// <summary>A record that says something new; without an observation when it is a tombstone.</summary>
    private sealed record News(EntryKey Key, Observation? Observed, bool IsKnown);
}
