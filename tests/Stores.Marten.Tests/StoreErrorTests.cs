
namespace SyncEngine.Stores.Marten.Tests;

/// <summary>What is wrong with the way to the store is one clear message: what, where, what to do; never the password.</summary>
public sealed class StoreErrorTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var tcp = await FailAsync("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=Secret7;Timeout=5");
        var socket = await FailAsync("Host=/nowhere/at/all;Database=d;Username=u;Password=Secret7;Timeout=5");

        Assert.Equal(("StoreUnreachable", "StoreUnreachable"), (tcp.Code, socket.Code));
        Assert.Contains("127.0.0.1:1, database 'd', user 'u'", tcp.Message, StringComparison.Ordinal);
        Assert.Contains("socket /nowhere/at/all", socket.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_or_missing_password_is_a_refused_sign_in()
    {
        await server.ExecuteAsync("do $$ begin create role locked login password 'Right8'; exception when duplicate_object then null; end $$");

        Assert.Equal("StoreSignInRefused", (await FailAsync(server.ConnectionString("postgres", "locked") + ";Password=Secret7")).Code);
        Assert.Equal("StoreSignInRefused", (await FailAsync(server.ConnectionString("postgres", "locked"))).Code);
        Assert.Equal("StoreSignInRefused", (await FailAsync(server.ConnectionString("postgres", "nobody_at_all"))).Code);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        var failure = await FailAsync(server.ConnectionString("no_such_db"));

        Assert.Equal("StoreDatabaseMissing", failure.Code);
        Assert.Contains("'no_such_db'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables_is_told_what_to_grant()
    {
        var database = await TestStores.CreateEmptyDatabaseAsync(server);
        await server.ExecuteAsync("do $$ begin create role humble login; exception when duplicate_object then null; end $$");

        var failure = await FailAsync(server.ConnectionString(database, "humble"));

        Assert.Equal("StorePermissionDenied", failure.Code);
        Assert.Contains("CREATE", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_encoding_is_refused()
    {
        var database = await server.CreateDatabaseAsync("template0", "encoding 'SQL_ASCII' locale 'C'");

        Assert.Equal("StoreEncodingUnsupported", (await FailAsync(server.ConnectionString(database))).Code);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_named_as_such()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await server.ExecuteAsync($"alter database {database} set default_transaction_read_only = on");
        await using var store = TestStores.Make(server.ConnectionString(database));

        var failure = await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(
            [new(Model.StreamName.System(new("a")), 0, [new History.SystemIdentified("x")])], new(new(Guid.NewGuid()), Model.Actor.Engine), Token));

        Assert.Equal("StoreReadOnly", failure.Code);
    }

    [Fact]
    public async Task A_store_that_failed_to_open_opens_once_the_cause_is_gone()
    {
        var database = "later" + Guid.NewGuid().ToString("N")[..8];
        await using var store = TestStores.Make(server.ConnectionString(database));
        Assert.Equal("StoreDatabaseMissing", (await Assert.ThrowsAsync<StoreException>(() => store.ReadLastSequenceAsync(Token))).Code);

        await server.ExecuteAsync($"create database {database}");

        Assert.Equal(0, await store.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task A_connection_that_is_cut_while_reading_is_an_unreachable_store()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database) + ";Read Buffer Size=4096");
        for (var part = 0; part < 4; part++)
        {
            await store.AppendAsync(
                [.. Enumerable.Range(part * 500, 500).Select(i => new History.StreamAppend(
                    Model.StreamName.Entry(new(new("corp-ad"), Model.EntryKind.Account, $"{i}")), 0, [new History.EntryMissed(new string('x', 2_000))]))],
                new(new(Guid.NewGuid()), Model.Actor.Engine),
                Token);
        }

        var failure = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await foreach (var _ in store.ReadAllAsync(0, long.MaxValue, Token))
            {
                await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
            }
        });

        Assert.Equal("StoreUnreachable", failure.Code);
    }

    [Theory]
    [InlineData(9, "StoreServerTooOld")]
    [InlineData(14, "StoreServerTooOld")]
    [InlineData(15, null)]
    [InlineData(18, null)]
    public void A_server_older_than_fifteen_is_refused(int major, string? code) =>
        Assert.Equal(code, ServerRequirements.Fault(new Version(major, 3))?.Code);

    [Theory]
    [InlineData("")]
    [InlineData("Database=d;Username=u;Password=Secret7")]
    [InlineData("Host=h;Port=Secret7")]
    [InlineData("Host=h;Hoost=Secret7")]
    [InlineData("Secret7")]
    [InlineData("Host=h;Password=Secret7;SSL Mode=Secret7")]
    [InlineData("Host=h;Maximum Pool Size=1;Minimum Pool Size=5;Password=Secret7")]
    public void A_connection_string_that_cannot_be_used_is_refused_without_showing_it(string text)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => new TestBuilder().UseMarten(text));

        Assert.DoesNotContain("Secret7", refusal.Message + refusal.Remedy + refusal.InnerException, StringComparison.Ordinal);
    }

    private static async Task<StoreException> FailAsync(string connectionString)
    {
        await using var store = TestStores.Make(connectionString);
        var failure = await Assert.ThrowsAsync<StoreException>(() => store.ReadLastSequenceAsync(Token));
        Assert.NotEmpty(failure.Remedy);
        Assert.DoesNotContain("Secret7", failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
