using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Appends the events of one row that is applied, and keeps the states it needs in step with what was appended.</summary>
internal sealed class EntryWriter(RunJournal journal, RunRecorder recorder, Planning planning)
{
    /// <summary>How often what came of a write is recorded when somebody else appends to the same entry meanwhile.</summary>
    private const int RecordAttemptsMax = 5;

    private readonly Dictionary<EntryKey, EntryState?> states = [];

    /// <summary>Has the states of some entries at hand.</summary>
    internal async Task BringAsync(IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        var missing = keys.Where(key => !states.ContainsKey(key)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var found = await planning.LoadAsync(missing, cancellationToken).ConfigureAwait(false);
        foreach (var key in missing)
        {
            states[key] = found.GetValueOrDefault(key);
        }
    }

    /// <summary>Forgets what it knows of everything: somebody else appended, or time has passed since.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var keys = states.Keys.ToList();
        states.Clear();
        await BringAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    internal EntryState StateOf(EntryKey key) => Find(key) ?? EntryEvolution.Initial(key);

    /// <summary>The state of an entry that was brought; null when there is none.</summary>
    internal EntryState? Find(EntryKey key) => states[key];

    /// <summary>Appends in one transaction, with the ends of rows that have come to them; entries without events are left out.</summary>
    internal async Task AppendAsync(
        IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> entries, IReadOnlyList<RowOutcome> ends, CancellationToken cancellationToken,
        params StreamAppend[] others)
    {
        var list = entries.Where(e => e.Events.Count > 0).ToList();
        var appends = list.Select(e => new StreamAppend(StreamName.Entry(e.Key), StateOf(e.Key).Version, e.Events)).Concat(others).ToList();
        if (ends.Count > 0)
        {
            appends.Add(recorder.Rows(ends));
        }

        await journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
        recorder.RowsStored(ends.Count);

        foreach (var (key, events) in list)
        {
            states[key] = events.Aggregate(StateOf(key), EntryEvolution.Evolve);
        }
    }

    /// <summary>
    /// Appends what came of a write, with the target's answer as an observation. The target has done it, so it must get into the store: when somebody else
    /// appended to one of the entries meanwhile, it is said again to what they are now.
    /// </summary>
    internal async Task RecordAsync(
        IReadOnlyList<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> written, SystemName target, SourceRecord? echo, IReadOnlyList<RowOutcome> ends, params StreamAppend[] others)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                List<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> entries = [.. written];
                if (echo is not null)
                {
                    var observed = Observer.Observe(target, echo);
                    await BringAsync([observed.Key], CancellationToken.None).ConfigureAwait(false);
                    entries.Add((observed.Key, EntryDecider.Decide(Find(observed.Key), observed)));
                }

                await AppendAsync(entries, ends, CancellationToken.None, others).ConfigureAwait(false);
                return;
            }
            catch (ConcurrentAppendException) when (attempt < RecordAttemptsMax)
            {
                await RefreshAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
