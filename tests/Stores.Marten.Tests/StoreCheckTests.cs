using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>The store's lines of doctor.</summary>
public sealed class StoreCheckTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_store_has_every_line_ok()
    {
        var database = await TestStores.CreateDatabaseAsync(server);

        var lines = await CheckAsync(server.ConnectionString(database));

        Assert.Equal(["reachable", "version", "encoding", "schema", "rights", "clock"], lines.Select(l => l.Check));
        Assert.All(lines, line => Assert.Equal((CheckStatus.Ok, "store"), (line.Status, line.Subject)));
        Assert.DoesNotContain(lines, line => line.StoreIsNew);
    }

    [Fact]
    public async Task An_empty_database_is_well_and_stays_empty()
    {
        var database = await TestStores.CreateEmptyDatabaseAsync(server);

        var lines = await CheckAsync(server.ConnectionString(database));

        Assert.All(lines, line => Assert.Equal(CheckStatus.Ok, line.Status));
        Assert.Contains("the first use makes them", lines.Single(l => l.Check == "schema").Detail, StringComparison.Ordinal);
        Assert.Equal(["schema"], lines.Where(l => l.StoreIsNew).Select(l => l.Check));
        await server.ExecuteAsync("do $$ begin if to_regnamespace('syncengine') is not null then raise exception 'made'; end if; end $$", database);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_the_only_line()
    {
        var line = Assert.Single(await CheckAsync("Host=/nowhere;Database=d;Username=u"));

        Assert.Equal(("reachable", CheckStatus.Failed), (line.Check, line.Status));
        Assert.NotNull(line.Remedy);
    }

    [Fact]
    public async Task A_different_schema_and_missing_rights_are_told()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync("do $$ begin create role visitor login; exception when duplicate_object then null; end $$");
        var visitor = (await CheckAsync(server.ConnectionString(database, "visitor")))[^1];
        await server.ExecuteAsync("drop index syncengine.mt_doc_entry_idx_found_by", database);
        var different = (await CheckAsync(server.ConnectionString(database)))[^1];

        Assert.Equal(("rights", CheckStatus.Failed), (visitor.Check, visitor.Status));
        Assert.Equal(("schema", CheckStatus.Failed), (different.Check, different.Status));
    }

    [Fact]
    public async Task Clocks_that_differ_are_a_warning()
    {
        var database = await TestStores.CreateDatabaseAsync(server);

        var lines = await CheckAsync(server.ConnectionString(database), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-10)));

        var clock = lines.Single(l => l.Check == "clock");
        Assert.Equal(CheckStatus.Warning, clock.Status);
        Assert.Matches(@"by 6\d\d\.", clock.Detail); // the time a slow machine takes counts too
    }

    private static async Task<List<CheckResult>> CheckAsync(string connectionString, TimeProvider? time = null)
    {
        await using var store = TestStores.Make(connectionString, time: time);
        return await store.Check.CheckAsync(Token).ToListAsync(Token);
    }
}
