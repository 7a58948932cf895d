using Npgsql;

namespace SyncEngine.EmbeddedPostgres.Tests;

internal static class Sql
{
    /// <summary>Runs one statement on a connection of its own and gives its first value.</summary>
    public static async Task<object?> RunAsync(string connectionString, string statement)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
