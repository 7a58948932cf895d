using System.Security.Cryptography;
using System.Text.Json;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>
/// Appends the events of one run and hashes them in order, so that the run's digest proves what it appended. Not for concurrent use: a run
/// appends one batch after the other.
/// </summary>
internal sealed class RunJournal(IEventStore store, EventTypeMap types, EventMetadata metadata) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal RunId Run => metadata.Run;

    internal EventMetadata Metadata => metadata;

    internal long Appended { get; private set; }

    /// <summary>The digest over everything appended so far.</summary>
    internal Fingerprint Digest => Fingerprint.Parse(Convert.ToHexStringLower(hash.GetCurrentHash()));

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
                hash.AppendData(HashChain.Line(types, append.Stream, ++version, happened));
                Appended++;
            }
        }
    }

    public void Dispose() => hash.Dispose();
}

/// <summary>How one event enters a run's digest. Storage format.</summary>
internal static class HashChain
{
    internal static byte[] Line(EventTypeMap types, StreamName stream, long version, IEngineEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new object[] { stream.Value, version, types.NameOf(happened.GetType()), JsonSerializer.SerializeToElement(happened, happened.GetType(), EngineJson.Options) },
            EngineJson.Options);

    /// <summary>The digest of a run, chained to the run before.</summary>
    internal static Fingerprint Chain(Fingerprint previous, Fingerprint events)
    {
        using var writer = new FingerprintWriter();
        return writer.Add(previous).Add(events).Finish();
    }
}
