using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>
/// A store in memory, for tests and trials: passes the same <see cref="Contracts.EventStoreContract"/> as the store on PostgreSQL. Events,
/// states and plans go through the storage format both ways, so that nothing survives here that would not survive there. Safe for use from
/// several threads; forgets everything with the object.
/// </summary>
/// <param name="time">Stamps the events; the system's clock when null.</param>
public sealed partial class InMemoryStore(TimeProvider? time = null)
    : IEventStore, IKnownEntries, IEntryQueries, IStateHistory, IPlanStore, IRunQueries, IRunLock
{
    private readonly Lock gate = new();
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly List<StoredEvent> log = [];
    private readonly Dictionary<StreamName, List<StoredEvent>> streams = [];

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StreamAppend.EnsureValid(appends);
        ArgumentNullException.ThrowIfNull(metadata);
        lock (gate)
        {
            Append(appends, metadata);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Stream(streams.TryGetValue(stream, out var events) ? events.ToArray() : [], cancellationToken);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Stream(log.Where(e => e.Sequence > after && e.Sequence <= upTo).ToArray(), cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult<long>(log.Count);
        }
    }

    private static async IAsyncEnumerable<RecordedEvent> Stream(
        StoredEvent[] events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var stored in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stored.Read();
        }
    }

    /// <summary>All or nothing: what can fail comes before the first change.</summary>
    private void Append(IReadOnlyList<StreamAppend> appends, EventMetadata metadata)
    {
        foreach (var (stream, expectedVersion, _) in appends)
        {
            if (VersionOf(stream) != expectedVersion)
            {
                throw new ConcurrentAppendException(stream, expectedVersion);
            }
        }

        var at = new DateTimeOffset(time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var sequence = (long)log.Count;
        var stored = appends
            .SelectMany(a => a.Events.Select((e, i) => StoredEvent.Of(a.Stream, a.ExpectedVersion + i + 1, ++sequence, at, metadata, e)))
            .ToArray();
        foreach (var item in stored)
        {
            log.Add(item);
            if (!streams.TryGetValue(item.Stream, out var events))
            {
                streams[item.Stream] = events = [];
            }

            events.Add(item);
            Project(item);
        }
    }

    private long VersionOf(StreamName stream) => streams.TryGetValue(stream, out var events) ? events.Count : 0;
}
