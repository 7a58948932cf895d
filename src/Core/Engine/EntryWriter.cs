using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Appends the events of one row that is applied, and keeps the states it needs in step with what was appended.</summary>
internal sealed class EntryWriter(RunJournal journal, RunRecorder recorder, Planning planning)
{
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
}
