namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>Several hosts, each a process of its own.</summary>
public sealed class SharedServerTests(MadeData made)
{
    [Fact]
    public async Task Four_hosts_at_once_on_an_empty_folder_share_one_server_and_the_last_stops_it()
    {
        using var scratch = new Scratch();
        var hosts = Enumerable.Range(0, 4).Select(_ => HostProcess.Start(scratch.Root)).ToList();
        try
        {
            var connections = await Task.WhenAll(hosts.Select(host => host.ReadyAsync()));
            Assert.Single(connections.Distinct());
            var pid = scratch.ServerPid();
            Assert.NotNull(pid);

            foreach (var host in hosts.SkipLast(1))
            {
                await host.LeaveAsync();
                Assert.Equal(pid, scratch.ServerPid());
                Assert.Equal(1, await Sql.RunAsync(connections[0], "select 1"));
            }

            await hosts[^1].LeaveAsync();
            Assert.Null(scratch.ServerPid());
        }
        finally
        {
            hosts.ForEach(host => host.Dispose());
        }
    }

    [Fact]
    public async Task A_killed_host_leaves_the_server_to_the_next_which_stops_it()
    {
        using var scratch = made.Copy();
        using var killed = HostProcess.Start(scratch.Root);
        await killed.ReadyAsync();
        var pid = scratch.ServerPid();
        killed.Kill();
        Assert.Equal(pid, scratch.ServerPid());

        await using (await scratch.StartAsync())
        {
            Assert.Equal(pid, scratch.ServerPid());
        }

        Assert.Null(scratch.ServerPid());
    }

    [Fact]
    public async Task A_host_killed_beside_a_living_one_does_not_count_as_a_user()
    {
        using var scratch = made.Copy();
        using var killed = HostProcess.Start(scratch.Root);
        await killed.ReadyAsync();
        await using (await scratch.StartAsync())
        {
            killed.Kill();
        }

        Assert.Null(scratch.ServerPid());
    }

    [Fact]
    public async Task A_server_killed_with_its_socket_and_lock_files_left_starts_again_with_all_acknowledged_rows()
    {
        using var scratch = made.Copy();
        var options = scratch.Options;
        options.Durable = true;
        await using (var server = await EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken))
        {
            await Sql.RunAsync(server.ConnectionString, "create table kept as select generate_series(1, 100) as row");
            Scratch.Signal("KILL", scratch.ServerPid()!.Value);
        }

        await using var again = await scratch.StartAsync();
        Assert.Equal(100L, await Sql.RunAsync(again.ConnectionString, "select count(*) from kept"));
    }

    [Fact]
    public async Task A_host_killed_while_it_creates_the_data_is_healed_by_the_next()
    {
        using var scratch = new Scratch();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var killed = HostProcess.Start(scratch.Root);
            Poll.Until(() => Unfinished(scratch).Count > attempt || ClusterLayout.MajorOfData(scratch.Root) is not null, "initdb to begin");
            killed.Kill();
        }

        await using var server = await scratch.StartAsync();
        Assert.Equal(1, await Sql.RunAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task Data_that_was_never_finished_is_thrown_away()
    {
        using var scratch = made.Copy();
        var data = scratch.Layout.Data;
        var half = data + ".new-abandon";
        Directory.Move(data, half);
        File.Delete(Path.Combine(half, "global", "pg_control"));

        await using var server = await scratch.StartAsync();
        Assert.False(Directory.Exists(half));
        Assert.Equal(1, await Sql.RunAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task The_server_of_the_other_test_projects_ends_with_a_killed_test_process()
    {
        using var killed = HostProcess.Start("--guarded");
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(await killed.ReadyAsync());
        var root = Path.GetFullPath(Path.Combine(connection.Host!, "../.."));
        Assert.NotNull(Scratch.ServerPid(root));

        killed.Kill();

        Poll.Until(() => !Directory.Exists(root), "the guard to stop the server and remove its folder");
    }

    private static List<string> Unfinished(Scratch scratch) => Directory.Exists(scratch.Root)
        ? Directory.EnumerateDirectories(scratch.Root, "data.new-*", SearchOption.AllDirectories).ToList()
        : [];
}
