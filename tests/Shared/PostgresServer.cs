using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(SyncEngine.Tests.PostgresServer))]

namespace SyncEngine.Tests;

/// <summary>
/// A throw-away PostgreSQL server for one test run: own folder, socket only, no fsync. Its parent is a shell that stops it and removes the
/// folder when this process ends, in whatever way it ends.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"set-{Guid.NewGuid():N}"[..16]);
    private Process? guard;
    private int databases;

    /// <summary>The folder of the server's socket: the Host of a connection string.</summary>
    public string Host => folder;

    /// <summary>The connection string of one of its databases.</summary>
    public string ConnectionString(string database, string user = "postgres") =>
        new NpgsqlConnectionStringBuilder { Host = folder, Database = database, Username = user, MaxPoolSize = 20 }.ConnectionString;

    /// <summary>Makes a database, by default a copy of <paramref name="template"/>; gives its name. Tens of milliseconds.</summary>
    public async Task<string> CreateDatabaseAsync(string template = "template1", string options = "")
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"create database {name} template {template} {options}");
        return name;
    }

    /// <summary>Drops a database, with whoever is still connected.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync($"drop database if exists {name} with (force)");

    /// <summary>Runs statements as the superuser.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a query gives true, at most ten seconds.</summary>
    public async Task SoonAsync(string sql, string database)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        for (var deadline = Stopwatch.StartNew(); await command.ExecuteScalarAsync() is not true;)
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(10), $"Not within 10 s: {sql}");
            await Task.Delay(10);
        }
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var binaries = FindBinaries();
        var data = Path.Combine(folder, "data");
        var start = $"""
            set -e
            {binaries}/initdb -D {data} -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
            sed -i '1i local all locked scram-sha-256' {data}/pg_hba.conf
            {binaries}/postgres -D {data} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' \
              -c unix_socket_directories={folder} -c max_connections=200 -c log_min_messages=fatal 2>{folder}/log &
            server=$!
            cat >/dev/null
            kill -QUIT $server
            wait $server || true
            rm -rf {folder}
            """;
        guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", start])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            UserName = Environment.UserName == "root" ? "postgres" : "",
            Environment = { ["HOME"] = "/tmp" },
        })!;
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ExecuteAsync("select 1");
                return;
            }
            catch (Exception e) when (e is NpgsqlException && !guard.HasExited && deadline.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(20);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (guard is not null)
        {
            NpgsqlConnection.ClearAllPools();
            guard.StandardInput.Close();
            await guard.WaitForExitAsync();
            guard.Dispose();
        }
    }

    private static string FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending() : Enumerable.Empty<string>();
        return installed.Select(major => $"{major}/bin")
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")) && File.Exists(Path.Combine(path, "postgres")))
            ?? throw new InvalidOperationException("No PostgreSQL server found. Install one: apt-get install postgresql.");
    }
}
