namespace SyncEngine.EmbeddedPostgres.Tests;

public sealed class EmbeddedPostgresServerTests(MadeData made)
{
    [Fact]
    public async Task It_is_made_once_keeps_its_data_and_stops_with_its_user()
    {
        using var scratch = new Scratch();
        await using (var server = await scratch.StartAsync())
        {
            Assert.Equal(scratch.Layout.Data, server.DataPath);
            await Sql.RunAsync(server.ConnectionString, "create table kept as select 42 as answer");
            Assert.NotNull(scratch.ServerPid());
        }

        Assert.Null(scratch.ServerPid());
        await using var again = await scratch.StartAsync();
        Assert.Equal(42, await Sql.RunAsync(again.ConnectionString, "select answer from kept"));
    }

    [Fact]
    public async Task It_is_reached_by_its_socket_only_and_closed_to_others()
    {
        using var scratch = made.Copy();
        await using var server = await scratch.StartAsync();

        Assert.Equal("", await Sql.RunAsync(server.ConnectionString, "show listen_addresses"));
        Assert.Equal("0700", await Sql.RunAsync(server.ConnectionString, "show unix_socket_permissions"));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(scratch.Layout.SocketFolder));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(scratch.Layout.Data));
    }

    [Fact]
    public async Task Letters_beyond_ascii_have_cases()
    {
        using var scratch = made.Copy();
        await using var server = await scratch.StartAsync();

        Assert.Equal("ЖИВАЯ É", await Sql.RunAsync(server.ConnectionString, "select upper('живая é')"));
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task Durability_is_what_the_starting_host_asks_for(bool durable, string setting)
    {
        using var scratch = made.Copy();
        var options = scratch.Options;
        options.Durable = durable;
        await using var server = await EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken);

        foreach (var name in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            Assert.Equal(setting, await Sql.RunAsync(server.ConnectionString, $"show {name}"));
        }
    }

    [Fact]
    public void It_is_durable_unless_told_otherwise() => Assert.True(new EmbeddedPostgresOptions().Durable);

    [Fact]
    public async Task Data_moved_to_another_place_starts_there()
    {
        using var scratch = made.Copy();
        await using (var server = await scratch.StartAsync())
        {
            await Sql.RunAsync(server.ConnectionString, "create table kept as select 7 as answer");
        }

        var elsewhere = Path.Combine(scratch.Folder, "moved");
        Directory.Move(scratch.Root, elsewhere);
        var options = scratch.Options;
        options.DataPath = elsewhere;
        await using var moved = await EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken);

        Assert.Equal(7, await Sql.RunAsync(moved.ConnectionString, "select answer from kept"));
    }

    [Fact]
    public async Task Letting_go_twice_is_letting_go_once()
    {
        using var scratch = made.Copy();
        await using var stays = await scratch.StartAsync();
        var leaves = await scratch.StartAsync();

        await leaves.DisposeAsync();
        await leaves.DisposeAsync();

        Assert.Equal(1, await Sql.RunAsync(stays.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing_running_and_the_next_works()
    {
        using var scratch = new Scratch();
        for (var delay = 20; delay <= 320; delay += delay / 3)
        {
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            cancelled.CancelAfter(delay);
            try
            {
                await using var server = await EmbeddedPostgresServer.StartAsync(scratch.Options, cancelled.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Null(scratch.ServerPid());
            }
        }

        await using var last = await scratch.StartAsync();
        Assert.Equal(1, await Sql.RunAsync(last.ConnectionString, "select 1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7200)]
    public async Task A_timeout_out_of_bounds_is_refused_by_name(int seconds)
    {
        var options = new EmbeddedPostgresOptions { StopTimeout = TimeSpan.FromSeconds(seconds) };

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains("StopTimeout", error.Message, StringComparison.Ordinal);
    }
}
