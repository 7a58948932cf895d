namespace SyncEngine.EmbeddedPostgres.Tests.Cluster;

public sealed class ServerLogTests
{
    [Fact]
    public void Only_what_was_said_since_is_given()
    {
        using var scratch = new Scratch();
        var log = Path.Combine(scratch.Folder, "log");
        Assert.Equal("", ServerLog.Since(log, 0));
        File.WriteAllText(log, "old\n");
        var offset = ServerLog.Length(log);
        File.AppendAllText(log, "new\n\nnewer\n");

        Assert.Equal("new\nnewer", ServerLog.Since(log, offset));
    }

    [Fact]
    public void A_large_log_is_put_aside_once()
    {
        using var scratch = new Scratch();
        var log = Path.Combine(scratch.Folder, "log");
        File.WriteAllText(log, "small");
        ServerLog.Bound(log);
        Assert.True(File.Exists(log));

        using (var file = File.OpenWrite(log))
        {
            file.SetLength(17 * 1024 * 1024);
        }

        ServerLog.Bound(log);
        Assert.False(File.Exists(log));
        Assert.True(File.Exists(log + ".1"));
    }
}
