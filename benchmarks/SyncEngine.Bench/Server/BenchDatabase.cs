using Npgsql;

namespace SyncEngine.Bench.Server;

/// <summary>A database of the run. Disposing drops it.</summary>
internal sealed class BenchDatabase(BenchServer server, string name, string connectionString) : IAsyncDisposable
{
    internal string Name => name;

    internal string ConnectionString => connectionString;

    /// <summary>Closes what is idle, so that the database can be a template.</summary>
    internal void Disconnect()
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default!;
    }

    internal async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await server.DropAsync(this);
    }
}
