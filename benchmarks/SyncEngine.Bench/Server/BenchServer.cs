using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SyncEngine.EmbeddedPostgres;

namespace SyncEngine.Bench.Server;

/// <summary>
/// PostgreSQL for one run: the embedded server in a folder of its own, durable, with the memory a server of this size would be given. A guard
/// process that hangs on a pipe from this one stops it and removes the folder when this process ends, however it ends.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string Guard = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        cat
        pid=$(head -n 1 "$2/postmaster.pid") && kill -QUIT "$pid"
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || break; sleep 0.1; done
        rm -rf "$1"
        """;

    private static readonly string[] Settings =
    [
        "shared_buffers = '512MB'", "max_wal_size = '4GB'", "checkpoint_timeout = '30min'", "log_min_messages = 'fatal'",
    ];

    private readonly EmbeddedPostgresServer server;
    private readonly Process guard;
    private int databases;

    private BenchServer(EmbeddedPostgresServer server, Process guard, string folder)
    {
        this.server = server;
        this.guard = guard;
        Folder = folder;
    }

    /// <summary>A folder for files of this run; removed with the server.</summary>
    internal string Folder { get; }

    internal string Version { get; private set; } = "";

    internal static async Task<BenchServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetTempPath().TrimEnd('/')}/syncengine-bench-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
        var options = new EmbeddedPostgresOptions { DataPath = folder, Durable = true };

        // Some settings take effect at a start only.
        await using (var first = await EmbeddedPostgresServer.StartAsync(options, cancellationToken))
        {
            foreach (var setting in Settings)
            {
                await ExecuteAsync(first.ConnectionString, $"ALTER SYSTEM SET {setting}", cancellationToken);
            }
        }

        NpgsqlConnection.ClearAllPools();
        var second = await EmbeddedPostgresServer.StartAsync(options, cancellationToken);
        var watch = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", folder, second.DataPath]) { RedirectStandardInput = true, UseShellExecute = false })!;
        var files = Directory.CreateDirectory(Path.Combine(folder, "bench")).FullName;
        var started = new BenchServer(second, watch, files);
        started.Version = await started.ScalarAsync<string>("postgres", "show server_version", cancellationToken);
        return started;
    }

    /// <summary>Makes a database: empty, or a copy of another, to which nobody may be connected.</summary>
    internal async Task<BenchDatabase> CreateAsync(BenchDatabase? template, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{++databases}");
        template?.Disconnect();
        var from = template is null ? "TEMPLATE template0" : $"TEMPLATE {template.Name} STRATEGY FILE_COPY";
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name} {from}", cancellationToken);
        await ExecuteAsync(server.ConnectionString, "CHECKPOINT", cancellationToken);
        return new BenchDatabase(this, name, new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Database = name,
            CommandTimeout = 0,
        }.ConnectionString);
    }

    internal Task DropAsync(BenchDatabase database) =>
        ExecuteAsync(server.ConnectionString, $"DROP DATABASE {database.Name} WITH (FORCE)", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private async Task<T> ScalarAsync<T>(string database, string sql, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database };
        await using var opened = new NpgsqlConnection(connection.ConnectionString);
        await opened.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, opened);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
