using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// One COPY into a table: the caller writes rows while those before are on their way, so that both ends work at once. Nothing of it is kept
/// unless <see cref="CompleteAsync"/> returns.
/// </summary>
internal sealed class CopySender : IAsyncDisposable
{
    /// <summary>Rows are sent when they are this many bytes: large enough for the network, small enough for the processor's cache.</summary>
    private const int ChunkBytes = 128 * 1024;

    private const int ChunksOnTheirWay = 3;

    private readonly Channel<CopyRows> full = Channel.CreateBounded<CopyRows>(ChunksOnTheirWay);
    private readonly Channel<CopyRows> free = Channel.CreateUnbounded<CopyRows>();
    private readonly NpgsqlRawCopyStream stream;
    private readonly Task sending;
    private bool completed;

    private CopySender(NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
    {
        this.stream = stream;
        Rows = new CopyRows(ChunkBytes + (ChunkBytes / 4));
        Rows.Header();
        sending = Task.Run(() => SendAsync(cancellationToken), CancellationToken.None);
    }

    /// <summary>Where the next row is written; another object after each <see cref="TurnAsync"/>.</summary>
    internal CopyRows Rows { get; private set; }

    internal static async Task<CopySender> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync(copy, cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Called after each row: sends what was written when it is enough.</summary>
    internal ValueTask TurnAsync(CancellationToken cancellationToken) => Rows.Length < ChunkBytes ? ValueTask.CompletedTask : PassOnAsync(cancellationToken);

    /// <summary>Sends the rest and waits until the server has taken it all.</summary>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        Rows.End();
        await PassOnAsync(cancellationToken).ConfigureAwait(false);
        full.Writer.Complete();
        await sending.ConfigureAwait(false);
        completed = true;
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (completed)
        {
            return;
        }

        full.Writer.TryComplete();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            // Ends the COPY on the server, so that the connection can roll back.
            await stream.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // What went wrong before is on its way to the caller; a connection that is lost needs no end.
            return;
        }

        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask PassOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await full.Writer.WriteAsync(Rows, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            await sending.ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(e);
        }

        if (!free.Reader.TryRead(out var rows))
        {
            rows = new CopyRows(ChunkBytes + (ChunkBytes / 4));
        }

        rows.Clear();
        Rows = rows;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var rows in full.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await stream.WriteAsync(rows.Written, cancellationToken).ConfigureAwait(false);
                free.Writer.TryWrite(rows);
            }
        }
        catch (Exception e)
        {
            full.Writer.TryComplete(e);
            throw;
        }
    }
}
