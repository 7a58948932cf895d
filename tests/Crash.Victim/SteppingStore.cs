using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Crash.Victim;

/// <summary>The store, with a step after each append that was committed.</summary>
internal sealed class SteppingStore(IEventStore store) : IEventStore
{
    public async Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        await store.AppendAsync(appends, metadata, cancellationToken);
        Steps.Pass($"append {string.Join(' ', appends.SelectMany(append => append.Events).Select(happened => happened.GetType().Name))}");
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken) => store.ReadStreamAsync(stream, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken) => store.ReadAllAsync(after, upTo, cancellationToken);

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => store.ReadLastSequenceAsync(cancellationToken);
}
