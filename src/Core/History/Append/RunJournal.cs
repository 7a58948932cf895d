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

        await store.AppendAsync(appends, metadata, cancellationToken).ConfigureAwait(false);
        Count(appends);
    }

    /// <summary>Takes note of events that were appended in another transaction of the same run (a plan is stored with its events).</summary>
    internal void Count(IEnumerable<StreamAppend> appends)
    {
        foreach (var append in appends)
        {
            var version = append.ExpectedVersion;
            foreach (var happened in append.Events)
            {
                hashes.Add(RunDigest.Hash(types, append.Stream, ++version, happened));
            }
        }
    }
}
