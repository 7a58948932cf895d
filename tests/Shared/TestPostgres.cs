using System.Diagnostics;
using Npgsql;
using SyncEngine.EmbeddedPostgres;

namespace SyncEngine.TestSupport;

/// <summary>
/// PostgreSQL for tests: the embedded server in a folder of its own, without fsync, started when the first test asks. A guard process that
/// hangs on a pipe from this one stops the server and removes the folder when this process ends, however it ends.
/// </summary>
internal static class TestPostgres
{
    private const string Guard = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        cat
        pid=$(head -n 1 "$2/postmaster.pid")
        kill -QUIT "$pid"
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || break; sleep 0.1; done
        rm -rf "$1"
        """;

    private static readonly Lazy<Task<EmbeddedPostgresServer>> Server = new(StartAsync);
    private static Process? guard;
    private static int databases;

    /// <summary>Makes an empty database. Disposing drops it.</summary>
    public static Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => CreateDatabaseAsync(null, cancellationToken);

    /// <summary>Makes an empty database, or a copy of <paramref name="template"/> (which nobody may be connected to). Disposing drops it.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(TestDatabase? template, CancellationToken cancellationToken)
    {
        var server = await Server.Value.WaitAsync(cancellationToken);
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {template?.Name ?? "template0"}", cancellationToken);
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, MaxPoolSize = 20 };
        return new TestDatabase(name, connection.ConnectionString, () => ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)", default));
    }

    /// <summary>The server itself, for tests that need more than a database: roles, other encodings, cut connections.</summary>
    public static Task<EmbeddedPostgresServer> ServerAsync(CancellationToken cancellationToken) => Server.Value.WaitAsync(cancellationToken);

    private static async Task<EmbeddedPostgresServer> StartAsync()
    {
        var root = $"/tmp/syncengine-tests-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";
        var server = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { DataPath = root, Durable = false }, CancellationToken.None);
        guard = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", root, server.DataPath])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
            });
        return server;
    }

    private static async Task ExecuteAsync(EmbeddedPostgresServer server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A database of one test.</summary>
internal sealed class TestDatabase(string name, string connectionString, Func<Task> drop) : IAsyncDisposable
{
    public string Name => name;

    public string ConnectionString => connectionString;

    /// <summary>Closes what is idle, so that the database can be a template.</summary>
    public void Disconnect()
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await drop();
    }
}
