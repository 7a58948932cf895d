using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>New events of one stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="ExpectedVersion">How many events the stream has now; 0 for a new stream. Another number in the store refuses the whole batch.</param>
/// <param name="Events">The events in order; at least one.</param>
public sealed record StreamAppend(StreamName Stream, long ExpectedVersion, IReadOnlyList<IEngineEvent> Events)
{
    /// <summary>What every store checks before it appends: each stream once, with a usable name, a possible version and at least one event.</summary>
    /// <exception cref="ArgumentException">The batch breaks one of these; the message names the stream.</exception>
    public static void EnsureValid(IReadOnlyList<StreamAppend> appends)
    {
        ArgumentNullException.ThrowIfNull(appends);
        var seen = new HashSet<StreamName>(appends.Count);
        foreach (var (stream, expectedVersion, events) in appends)
        {
            var fault = stream.Value.Length switch
            {
                0 => "has no name",
                > StreamName.LengthMax => $"has a name of {stream.Value.Length} characters, {StreamName.LengthMax} are allowed",
                _ when expectedVersion < 0 => $"is expected at version {expectedVersion}, which cannot be",
                _ when events is not { Count: > 0 } => "gets no event",
                _ when !seen.Add(stream) => "is in the batch twice",
                _ => null,
            };
            if (fault is not null)
            {
                var name = stream.Value.Length > 80 ? stream.Value[..80] + "…" : stream.Value;
                throw new ArgumentException($"Stream '{name}' {fault}.", nameof(appends));
            }
        }
    }
}

/// <summary>What is known of every event beside its content.</summary>
/// <param name="Run">The run that appended it.</param>
/// <param name="Actor">Who acted.</param>
public sealed record EventMetadata(RunId Run, Actor Actor);

/// <summary>A stored event.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Sequence">Its place in the whole store, rising, possibly with gaps.</param>
/// <param name="At">When it was appended, UTC.</param>
/// <param name="Metadata">Run and actor.</param>
/// <param name="Event">The content.</param>
public sealed record RecordedEvent(
    StreamName Stream, long Version, long Sequence, DateTimeOffset At, EventMetadata Metadata, IEngineEvent Event);

/// <summary>
/// Stage 4, append: the append-only store. Called by the pipeline with what the deciders gave; keeps events and the state folded from them
/// (<see cref="IKnownEntries"/>, <see cref="IEntryQueries"/>) in one transaction; must never change or drop an event.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Appends to one or more streams in one transaction: all or nothing. The events of a stream keep their order; between the streams of a
    /// batch there is none to rely on.
    /// </summary>
    /// <exception cref="ConcurrentAppendException">A stream has another version than expected. Nothing was appended.</exception>
    Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken);

    /// <summary>The events of one stream in order; none when there is no such stream.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken);

    /// <summary>All events with a sequence above <paramref name="after"/> and up to <paramref name="upTo"/>, in order of sequence.</summary>
    IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken);

    /// <summary>The highest sequence in the store; 0 when it is empty.</summary>
    Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken);
}
