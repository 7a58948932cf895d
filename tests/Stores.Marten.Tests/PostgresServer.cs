using System.Diagnostics;
using Npgsql;
using SyncEngine.EmbeddedPostgres;
using SyncEngine.TestSupport;

[assembly: AssemblyFixture(typeof(SyncEngine.Stores.Marten.Tests.PostgresServer))]

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>The test run's PostgreSQL, with what these tests do to a server: databases of every kind, roles, cut connections.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private EmbeddedPostgresServer? server;
    private int databases;

    private EmbeddedPostgresServer Server => server ?? throw new InvalidOperationException("The fixture has not begun.");

    /// <summary>The connection string of one of its databases; by default as the superuser.</summary>
    public string ConnectionString(string database, string? user = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = database, MaxPoolSize = 20 };
        builder.Username = user ?? builder.Username;
        return builder.ConnectionString;
    }

    /// <summary>Makes a database, by default a copy of <paramref name="template"/>; gives its name.</summary>
    public async Task<string> CreateDatabaseAsync(string template = "template0", string options = "")
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
        server = await TestPostgres.ServerAsync(CancellationToken.None);

        // One role that needs a password; the rest of the server trusts its socket.
        var rules = Path.Combine(server.DataPath, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, "local all locked scram-sha-256\n" + await File.ReadAllTextAsync(rules));
        await ExecuteAsync("select pg_reload_conf()");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // The guard of TestPostgres stops the server when this process ends.
        NpgsqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}
