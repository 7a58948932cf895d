namespace SyncEngine.EmbeddedPostgres.Tests.Cluster;

public sealed class ClusterLayoutTests
{
    [Theory]
    [InlineData(81, false)] // with "/pg15/s" 88 bytes
    [InlineData(82, true)]
    public void The_socket_is_elsewhere_where_its_path_would_be_too_long(int rootBytes, bool elsewhere)
    {
        var layout = new ClusterLayout("/" + new string('x', rootBytes - 1), 15);

        Assert.Equal(elsewhere, layout.SocketIsElsewhere);
        Assert.True(layout.Socket.Length <= 103);
    }

    [Theory]
    [InlineData("/data/a,b")]
    [InlineData("/data/a:5432")]
    [InlineData("/data/a\nb")]
    public void The_socket_is_elsewhere_where_its_path_would_be_cut_in_two(string root) =>
        Assert.True(new ClusterLayout(root, 15).SocketIsElsewhere);

    [Fact]
    public void Length_is_counted_in_bytes() => Assert.True(new ClusterLayout("/" + new string('ж', 45), 15).SocketIsElsewhere);

    [Fact]
    public void Two_data_paths_have_two_sockets_elsewhere() =>
        Assert.NotEqual(new ClusterLayout("/a,b", 15).SocketFolder, new ClusterLayout("/a,c", 15).SocketFolder);

    [Fact]
    public void The_newest_data_counts_and_an_empty_folder_does_not()
    {
        using var scratch = new Scratch();
        foreach (var major in new[] { "pg9", "pg15", "pg16" })
        {
            Directory.CreateDirectory(Path.Combine(scratch.Root, major, "data"));
        }

        Assert.Null(ClusterLayout.MajorOfData(scratch.Root));
        File.WriteAllText(Path.Combine(scratch.Root, "pg9", "data", "PG_VERSION"), "9\n");
        File.WriteAllText(Path.Combine(scratch.Root, "pg15", "data", "PG_VERSION"), "15\n");
        Assert.Equal(15, ClusterLayout.MajorOfData(scratch.Root));
    }
}
