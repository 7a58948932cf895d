using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SyncEngine;

/// <summary>
/// Tells things to subscribers at the engine's edge. Each has a queue of its own: a slow one delays nobody and loses the oldest when its queue is full,
/// and one that throws gets no more and is named in a warning.
/// </summary>
internal sealed class Broadcast<T>(ILogger log) : IDisposable
{
    /// <summary>How many items wait for one subscriber at most.</summary>
    internal const int PendingMax = 1_000;

    private readonly Subject<T> items = new();
    private readonly Lock gate = new();
    private bool closed;

    internal IObservable<T> Items => Observable.Create<T>(observer =>
    {
        var queue = Channel.CreateBounded<T>(new BoundedChannelOptions(PendingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var subscription = items.Subscribe(item => queue.Writer.TryWrite(item), () => queue.Writer.TryComplete());
        _ = PumpAsync(queue.Reader, observer);
        return Disposable.Create(() =>
        {
            subscription.Dispose();
            queue.Writer.TryComplete();
        });
    });

    /// <summary>Never waits for a subscriber.</summary>
    internal void Tell(T item)
    {
        lock (gate)
        {
            if (!closed)
            {
                items.OnNext(item);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            items.OnCompleted();
        }

        items.Dispose();
    }

    private async Task PumpAsync(ChannelReader<T> queue, IObserver<T> observer)
    {
        try
        {
            await foreach (var item in queue.ReadAllAsync().ConfigureAwait(false))
            {
                observer.OnNext(item);
            }

            observer.OnCompleted();
        }
#pragma warning disable CA1031 // Whatever a subscriber throws is its own affair.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.SubscriberFailed(log, error);
        }
    }
}
