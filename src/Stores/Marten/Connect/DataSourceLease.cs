using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>The data source, made at its first use and only once; disposed with the store when it is the store's own.</summary>
internal sealed class DataSourceLease(Func<CancellationToken, ValueTask<NpgsqlDataSource>> make, bool owned)
    : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private NpgsqlDataSource? made;

    /// <summary>The data source, once it was made.</summary>
    internal NpgsqlDataSource? Ready => Volatile.Read(ref made);

    internal async ValueTask<NpgsqlDataSource> GetAsync(CancellationToken cancellationToken)
    {
        if (Ready is { } ready)
        {
            return ready;
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return made ??= await make(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A new connection, with a clear error when there is none.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var source = await GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.AreOf(e))
        {
            throw StoreErrors.Clear(e, source);
        }
        catch (ArgumentException e)
        {
            throw ConnectionText.Unusable(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (owned && Interlocked.Exchange(ref made, null) is { } source)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        gate.Dispose();
    }

    public void Dispose()
    {
        if (owned)
        {
            Interlocked.Exchange(ref made, null)?.Dispose();
        }

        gate.Dispose();
    }
}
