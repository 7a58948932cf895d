using System.Threading.Channels;
using SyncEngine.Capture;

namespace SyncEngine;

/// <summary>
/// Reads a source on a task of its own, a few batches ahead, while what was read is used. Disposing ends the reading and waits for it: nothing
/// runs on afterwards.
/// </summary>
internal sealed class ReadAhead : IAsyncDisposable
{
    /// <summary>How many batches wait at most. Enough to even out an uneven reading, little enough to stay in memory.</summary>
    internal const int BatchesMax = 4;

    private readonly Channel<SourceBatch> batches = Channel.CreateBounded<SourceBatch>(
        new BoundedChannelOptions(BatchesMax) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource stop;
    private readonly Task reading;

    /// <summary>Begins to read.</summary>
    internal ReadAhead(ISource source, ReadRequest request, CancellationToken cancellationToken)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading = Task.Run(() => ReadAsync(source, request, stop.Token), CancellationToken.None);
    }

    /// <summary>The batches in their order, and what the source threw after the last of them.</summary>
    internal IAsyncEnumerable<SourceBatch> ReadAllAsync(CancellationToken cancellationToken) => batches.Reader.ReadAllAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task ReadAsync(ISource source, ReadRequest request, CancellationToken cancellationToken)
    {
        Exception? thrown = null;
        try
        {
            await foreach (var batch in source.ReadAsync(request, cancellationToken).ConfigureAwait(false))
            {
                await batches.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is thrown where the batches are used.
        catch (Exception e)
#pragma warning restore CA1031
        {
            thrown = e;
        }

        batches.Writer.Complete(thrown);
    }
}
