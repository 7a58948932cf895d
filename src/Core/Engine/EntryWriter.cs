using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Appends events of entries while a plan is applied, and keeps their states in step with what was appended.</summary>
internal sealed class EntryWriter(RunJournal journal, IEnumerable<EntryState> states)
{
    private readonly Dictionary<EntryKey, EntryState> known = states.ToDictionary(state => state.Key);

    internal EntryState StateOf(EntryKey key) => known.TryGetValue(key, out var state) ? state : EntryEvolution.Initial(key);

    internal EntryState? Find(EntryKey key) => known.GetValueOrDefault(key);

    /// <summary>Appends in one transaction; entries without events and null appends are left out.</summary>
    internal async Task AppendAsync(
        IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> entries, CancellationToken cancellationToken, params StreamAppend[] others)
    {
        var list = entries.Where(e => e.Events.Count > 0).ToList();
        var appends = list.Select(e => new StreamAppend(StreamName.Entry(e.Key), StateOf(e.Key).Version, e.Events)).Concat(others).ToList();
        await journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
        foreach (var (key, events) in list)
        {
            known[key] = events.Aggregate(StateOf(key), EntryEvolution.Evolve);
        }
    }
}
