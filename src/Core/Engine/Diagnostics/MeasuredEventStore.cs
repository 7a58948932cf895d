using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Counts what is appended, around any store.</summary>
internal sealed class MeasuredEventStore(IEventStore inner, Instruments instruments, EventTypeMap types) : IEventStore
{
    public async Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        using var activity = instruments.Activities.StartActivity("append batch");
        try
        {
            await inner.AppendAsync(appends, metadata, cancellationToken).ConfigureAwait(false);
        }
        catch (ConcurrentAppendException)
        {
            instruments.AppendConflicts.Add(1);
            throw;
        }

        if (instruments.EventsAppended.Enabled)
        {
            foreach (var type in appends.SelectMany(a => a.Events).CountBy(e => e.GetType()))
            {
                instruments.EventsAppended.Add(type.Value, new KeyValuePair<string, object?>(SyncEngineTelemetry.EventTag, types.NameOf(type.Key)));
            }
        }
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamName stream, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(stream, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(long after, long upTo, CancellationToken cancellationToken) =>
        inner.ReadAllAsync(after, upTo, cancellationToken);

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => inner.ReadLastSequenceAsync(cancellationToken);
}
