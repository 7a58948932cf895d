using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Appends events of entries while a plan is applied, and keeps the states at hand in step with what was appended.</summary>
internal sealed class EntryWriter(RunJournal journal, Planning planning)
{
    /// <summary>How many states are kept: a row needs a handful, and the next may need the same.</summary>
    private const int StatesMax = 1_000;

    private readonly Dictionary<EntryKey, EntryState?> states = [];

    /// <summary>Between two rows: forgets what the rows before needed, now and then.</summary>
    internal void Forget()
    {
        if (states.Count > StatesMax)
        {
            states.Clear();
        }
    }

    /// <summary>Has the states of some entries at hand.</summary>
    internal async Task BringAsync(IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        var missing = keys.Where(key => !states.ContainsKey(key)).ToList();
        var found = await planning.LoadAsync(missing, cancellationToken).ConfigureAwait(false);
        foreach (var key in missing)
        {
            states[key] = found.GetValueOrDefault(key);
        }
    }

    internal EntryState StateOf(EntryKey key) => Find(key) ?? EntryEvolution.Initial(key);

    /// <summary>The state of an entry that was brought; null when there is none.</summary>
    internal EntryState? Find(EntryKey key) => states[key];

    /// <summary>Appends in one transaction; entries without events and null appends are left out.</summary>
    internal async Task AppendAsync(
        IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> entries, CancellationToken cancellationToken, params StreamAppend[] others)
    {
        var list = entries.Where(e => e.Events.Count > 0).ToList();
        var appends = list.Select(e => new StreamAppend(StreamName.Entry(e.Key), StateOf(e.Key).Version, e.Events)).Concat(others).ToList();
        await journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
        foreach (var (key, events) in list)
        {
            states[key] = events.Aggregate(StateOf(key), EntryEvolution.Evolve);
        }
    }
}
