using Microsoft.Extensions.Logging;
using Npgsql;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// One run per sync at a time: a lock that PostgreSQL keeps for one connection and lets go of when that connection ends.
internal sealed partial class MartenStore
{
    /// <summary>The session must outlive long waits, and a holder whose machine vanished must be noticed within a minute.</summary>
    private const string HoldSettings =
        "set idle_session_timeout = 0; set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 4";

    public async Task<IAsyncDisposable?> TryAcquireAsync(SyncName sync, CancellationToken cancellationToken)
    {
        var key = LockKeys.Run(database.Options.Schema, sync.Value);
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await database.GuardAsync(async () =>
            {
                await ExecuteAsync(connection, HoldSettings, null, cancellationToken).ConfigureAwait(false);
                var taken = await ExecuteAsync(connection, "select pg_try_advisory_lock($1)", key, cancellationToken).ConfigureAwait(false);
                if (taken is true)
                {
                    return new HeldLock(connection, key, sync, log);
                }

                await connection.DisposeAsync().ConfigureAwait(false);
                return (IAsyncDisposable?)null;
            }).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection, string text, long? parameter, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(text, connection);
        if (parameter is { } value)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed class HeldLock(NpgsqlConnection connection, long key, SyncName sync, ILogger log) : IAsyncDisposable
    {
        private int released;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref released, 1) == 1)
            {
                return;
            }

            try
            {
                // The connection goes back to the pool, where it would keep the lock until somebody else uses it.
                await ExecuteAsync(connection, "select pg_advisory_unlock($1)", key, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                Log.LockConnectionLost(log, sync.Value, e);
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
