using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Tests.Engine;

/// <summary>A store that counts what is asked of it, and fails or waits where a test says.</summary>
internal sealed class WatchedStore(InMemoryStore inner) : IEventStore, IKnownEntries
{
    private int underWay;

    internal Func<int, CancellationToken, Task>? BeforeAppend { get; set; }

    internal List<int> StreamsInAppends { get; } = [];

    internal int MostAtOnce { get; private set; }

    internal int UnderWay => underWay;

    internal int Loaded { get; private set; }

    internal int IndexReadings { get; private set; }

    public async Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref underWay));
        try
        {
            if (BeforeAppend is not null)
            {
                await BeforeAppend(StreamsInAppends.Count, cancellationToken);
            }

            await inner.AppendAsync(appends, metadata, cancellationToken);
            StreamsInAppends.Add(appends.Count);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(stream, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken) =>
        inner.ReadAllAsync(after, upTo, cancellationToken);

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => inner.ReadLastSequenceAsync(cancellationToken);

    public async IAsyncEnumerable<KnownEntry> ReadIndexAsync(SystemName system, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IndexReadings++;
        await foreach (var entry in inner.ReadIndexAsync(system, cancellationToken))
        {
            yield return entry;
        }
    }

    public Task<IReadOnlyDictionary<EntryKey, EntryState>> LoadAsync(IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        Loaded += keys.Count;
        return inner.LoadAsync(keys, cancellationToken);
    }

    public Task<IReadOnlyList<EntryKey>> FindNamingAsync(SystemName system, IReadOnlyCollection<string> anchors, CancellationToken cancellationToken) =>
        inner.FindNamingAsync(system, anchors, cancellationToken);
}
