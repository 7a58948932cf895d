using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>
/// Appends the events of one run and remembers a hash of each, so that the run's digest proves what it appended. Not for concurrent use: a run
/// appends one batch after the other.
/// </summary>
internal sealed class RunJournal(IEventStore store, EventTypeMap types, EventMetadata metadata)
{
    private readonly List<EventHash> hashes = [];

    internal RunId Run => metadata.Run;

    internal EventMetadata Metadata => metadata;

    internal long Appended => hashes.Count;

    /// <summary>The digest over everything appended so far.</summary>
    internal Fingerprint Digest => RunDigest.Of(hashes);

    internal Task AppendAsync(StreamName stream, long expectedVersion, IReadOnlyList<IEngineEvent> events, CancellationToken cancellationToken) =>
        AppendAsync([new StreamAppend(stream, expectedVersion, events)], cancellationToken);

    internal async Task AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
    {
        if (appends.Count == 0)
        {
            return;
        }

        // The events are hashed while the store waits for its database.
        var appending = store.AppendAsync(appends, metadata, cancellationToken);
        EventHash[] appended;
        try
        {
            appended = Hash(appends);
        }
        catch
        {
            await appending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await appending.ConfigureAwait(false);
        hashes.AddRange(appended);
    }

    /// <summary>Takes note of events that were appended in another transaction of the same run (a plan is stored with its events).</summary>
    internal void Count(IReadOnlyList<StreamAppend> appends) => hashes.AddRange(Hash(appends));

    private EventHash[] Hash(IReadOnlyList<StreamAppend> appends)
    {
        var found = new EventHash[appends.Sum(append => append.Events.Count)];
        var at = 0;
        using var hasher = new EventHasher(types);
        foreach (var append in appends)
        {
            var version = append.ExpectedVersion;
            foreach (var happened in append.Events)
            {
                found[at++] = hasher.Hash(append.Stream, ++version, happened);
            }
        }

        return found;
    }
}
