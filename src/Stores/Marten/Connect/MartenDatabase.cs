using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// The opened store: made at the first use, when server, encoding and schema are found right, and then kept. What fails is tried again at
/// the next use.
/// </summary>
internal sealed class MartenDatabase(DataSourceLease lease, MartenStoreOptions options, TimeProvider time, ILogger log)
    : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private DocumentStore? opened;

    internal MartenStoreOptions Options => options;

    internal DataSourceLease Lease => lease;

    /// <summary>Whether the tables are laid out as appending in bulk expects; known once the store is open.</summary>
    internal bool TakesBulk { get; private set; }

    internal async ValueTask<DocumentStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref opened) is { } ready)
        {
            return ready;
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return opened ??= await MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A connection to the opened store.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await lease.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs something against the server, with clear errors.</summary>
    internal async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.AreOf(e) && lease.Ready is { } source)
        {
            throw StoreErrors.Clear(e, source);
        }
    }

    /// <summary>The same for something begun, which is ready already for nearly every row.</summary>
    internal ValueTask<T> GuardRowAsync<T>(ValueTask<T> begun) => begun.IsCompletedSuccessfully ? begun : GuardSlowlyAsync(begun);

    private async ValueTask<T> GuardSlowlyAsync<T>(ValueTask<T> begun)
    {
        try
        {
            return await begun.ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.AreOf(e) && lease.Ready is { } source)
        {
            throw StoreErrors.Clear(e, source);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref opened, null) is { } documents)
        {
            await documents.DisposeAsync().ConfigureAwait(false);
        }

        await lease.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref opened, null)?.Dispose();
        lease.Dispose();
        gate.Dispose();
    }

    private async Task<DocumentStore> MakeAsync(CancellationToken cancellationToken)
    {
        var connection = await lease.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var source = await lease.GetAsync(cancellationToken).ConfigureAwait(false);
        return await GuardAsync(async () =>
        {
            await ServerRequirements.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            var documents = DocumentStoreFactory.Make(source, options, time);
            try
            {
                await SchemaGate.EnsureAsync(documents, lease, options, log, cancellationToken).ConfigureAwait(false);
                var difference = await BulkLayout.DifferenceAsync(connection, options.Schema, cancellationToken).ConfigureAwait(false);
                TakesBulk = difference is null;
                if (difference is not null)
                {
                    Log.BulkUnavailable(log, options.Schema, difference);
                }
            }
            catch
            {
                await documents.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            Log.Opened(log, connection.PostgreSqlVersion, ConnectionText.Describe(source.ConnectionString), options.Schema);
            return documents;
        }).ConfigureAwait(false);
    }
}
