using System.Diagnostics;
using Npgsql;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>A process that imports in batches is killed for real, again and again; what it leaves is whole batches, and the import ends as if nothing had happened.</summary>
public sealed class CrashTests(PostgresServer server)
{
    private const int People = 12_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_that_is_killed_and_started_again_ends_as_one_that_was_not()
    {
        var whole = await TestStores.CreateDatabaseAsync(server);
        Assert.True(await ImportAsync(whole, killAfter: null));
        var killed = await TestStores.CreateDatabaseAsync(server);
        var random = new Random(20_260_301);
        var kills = 0;
        while (!await ImportAsync(killed, kills < 5 ? TimeSpan.FromMilliseconds(random.Next(5, 100)) : null))
        {
            kills++;
            Assert.Equal("0", await TextAsync(killed, "select (count(*) % 500)::text from syncengine.mt_streams"));
        }

        Assert.InRange(kills, 1, 5);
        Assert.Equal(
            $"{People} {People} 1 1",
            await TextAsync(killed, "select concat_ws(' ', count(*), count(distinct stream_id), min(version), max(version)) from syncengine.mt_events where type = 'entry_discovered_v1'"));
        foreach (var table in new[] { "mt_streams t", "mt_doc_entry t", "(select stream_id id, version, type, data from syncengine.mt_events) t" })
        {
            var sums = $"select md5(string_agg((to_jsonb(t) - 'mt_last_modified' - 'timestamp' - 'created')::text, ',' order by id collate \"C\")) from {(table[0] == '(' ? table : "syncengine." + table)}";
            Assert.Equal(await TextAsync(whole, sums), await TextAsync(killed, sums));
        }
    }

    /// <summary>True when the import came to its end.</summary>
    private async Task<bool> ImportAsync(string database, TimeSpan? killAfter)
    {
        using var import = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "SyncEngine.Marten.Holder.dll"), server.ConnectionString(database), "import", $"{People}", "500"])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("importing", await import.StandardOutput.ReadLineAsync(Token));
            if (killAfter is { } moment)
            {
                await Task.Delay(moment, Token);
                import.Kill();
            }

            return await import.StandardOutput.ReadLineAsync(Token) == "done";
        }
        finally
        {
            import.Kill();
            await import.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task<string> TextAsync(string database, string sql)
    {
        // A process that was killed may have a transaction that ends a moment later.
        await server.SoonAsync(
            $"select count(*) = 0 from pg_stat_activity where datname = '{database}' and pid <> pg_backend_pid() and state <> 'idle'", "postgres");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
