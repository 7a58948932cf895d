using System.Diagnostics;

namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>What a folder can look like after years, restores and other people.</summary>
public sealed class TroubledFolderTests(MadeData made)
{
    private const UnixFileMode WorldReadable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact]
    public async Task A_stale_pid_file_that_names_a_living_process_of_the_same_user_is_seen_through()
    {
        using var scratch = made.Copy();
        using var stranger = Process.Start(new ProcessStartInfo("sleep", ["60"])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            UserName = Environment.IsPrivilegedProcess ? "postgres" : null,
        })!;
        var layout = scratch.Layout;
        await File.WriteAllTextAsync(
            Path.Combine(layout.Data, "postmaster.pid"),
            $"{stranger.Id}\n{layout.Data}\n1700000000\n5432\n{layout.SocketFolder}\n\n  5432001         0\nready   \n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(layout.Socket + ".lock", $"{stranger.Id}\n", TestContext.Current.CancellationToken);

        await using (await scratch.StartAsync())
        {
            Assert.NotEqual(stranger.Id, scratch.ServerPid());
        }

        Assert.False(stranger.HasExited); // it was not taken for the server on the way out either
        stranger.Kill();
    }

    [Fact]
    public async Task Data_that_others_may_read_is_closed_to_them()
    {
        using var scratch = made.Copy();
        File.SetUnixFileMode(scratch.Layout.Data, WorldReadable);

        await using var server = await scratch.StartAsync();

        Assert.Equal(1, await Sql.RunAsync(server.ConnectionString, "select 1"));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(scratch.Layout.Data) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead));
    }

    [Theory]
    [InlineData("with blanks; and 'quotes' \"two\" and \\ $(touch owned) `touch owned`")]
    [InlineData("данные-ключ=значение")]
    [InlineData("a,comma")]
    [InlineData("a:colon")]
    [InlineData("a-long-folder-name-a-long-folder-name-a-long-folder-name-a-long-folder-name-a-long-folder-name")]
    public async Task Any_path_works(string name)
    {
        using var scratch = made.Copy();
        var options = scratch.Options;
        options.DataPath = Path.Combine(scratch.Folder, name);
        Directory.Move(scratch.Root, options.DataPath);
        string socketFolder;
        await using (var server = await EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken))
        {
            Assert.Equal(1, await Sql.RunAsync(server.ConnectionString, "select 1"));
            socketFolder = Scratch.LayoutOf(options.DataPath).SocketFolder;
            Assert.True(Directory.Exists(socketFolder));
        }

        Assert.Null(Scratch.ServerPid(options.DataPath));
        Assert.Equal(socketFolder.StartsWith(options.DataPath, StringComparison.Ordinal), Directory.Exists(socketFolder));
    }

    [Fact]
    public async Task A_socket_folder_that_somebody_else_made_first_is_refused()
    {
        using var scratch = made.Copy();
        var options = scratch.Options;
        options.DataPath = Path.Combine(scratch.Folder, "a,b");
        Directory.Move(scratch.Root, options.DataPath);
        var folder = Scratch.LayoutOf(options.DataPath).SocketFolder;
        Directory.CreateDirectory(folder, WorldReadable);
        try
        {
            var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(
                () => EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken));

            Assert.Equal(EmbeddedPostgresException.Unreachable, error.Code);
            Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_here_is_left_alone_and_no_empty_one_is_made_beside_it()
    {
        using var scratch = new Scratch();
        var old = Path.Combine(scratch.Root, "pg12", "data");
        Directory.CreateDirectory(old);
        await File.WriteAllTextAsync(Path.Combine(old, "PG_VERSION"), "12\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(scratch.StartAsync);

        Assert.Equal(EmbeddedPostgresException.VersionMismatch, error.Code);
        Assert.Contains("made by PostgreSQL 12", error.Message, StringComparison.Ordinal);
        Assert.Equal(["pg12"], Directory.EnumerateDirectories(scratch.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_cannot_pass_by_itself_is_not_tried_again_and_the_servers_own_words_are_given()
    {
        using var scratch = made.Copy();
        await File.AppendAllTextAsync(
            Path.Combine(scratch.Layout.Data, "postgresql.conf"), "no_such_setting = 1\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(scratch.StartAsync);

        Assert.Equal(EmbeddedPostgresException.StartFailed, error.Code);
        Assert.Contains("no_such_setting", error.Message, StringComparison.Ordinal);
        var log = await File.ReadAllLinesAsync(scratch.Layout.ServerLog, TestContext.Current.CancellationToken);
        Assert.Single(log, line => line.Contains("no_such_setting", StringComparison.Ordinal));
        Assert.Null(scratch.ServerPid());
    }

    [Fact]
    public async Task A_host_that_sets_up_for_too_long_is_named_as_the_reason()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Root);
        using var other = FileLock.TryExclusive(ClusterLayout.SetupLock(scratch.Root));
        var options = scratch.Options;
        options.StartTimeout = TimeSpan.FromSeconds(1);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Equal(EmbeddedPostgresException.Busy, error.Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch.Root, "a file", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(scratch.StartAsync);

        Assert.Equal(EmbeddedPostgresException.Unreachable, error.Code);
        Assert.Contains(scratch.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_closed_to_whom_the_server_runs_as_is_named()
    {
        using var scratch = made.Copy();
        var (trouble, expected) = Environment.IsPrivilegedProcess
            ? (scratch.Root, $"may not enter '{scratch.Root}'")
            : (ClusterLayout.SetupLock(scratch.Root), $"'{scratch.Root}' belongs to another user");
        File.SetUnixFileMode(trouble, Environment.IsPrivilegedProcess ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.None);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(scratch.StartAsync);

        Assert.Equal(EmbeddedPostgresException.Unreachable, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
