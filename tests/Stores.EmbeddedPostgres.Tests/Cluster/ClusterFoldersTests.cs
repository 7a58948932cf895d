namespace SyncEngine.EmbeddedPostgres.Tests;

public sealed class ClusterFoldersTests
{
    [Fact]
    public async Task A_folder_of_the_servers_is_there_whole_or_not_at_all()
    {
        using var scratch = new Scratch();
        var user = new ServerUser(Environment.IsPrivilegedProcess ? "postgres" : null);
        var folders = new ClusterFolders(new Tool(TimeProvider.System, TimeSpan.FromSeconds(30)), user);
        var folder = Path.Combine(scratch.Folder, "s");
        try
        {
            await folders.MakeServersAsync(folder, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            Assert.Empty(Directory.EnumerateDirectories(scratch.Folder)); // not one that is still ours: no later start would give it away
        }

        await folders.MakeServersAsync(folder, TestContext.Current.CancellationToken);
        Assert.Equal([folder], Directory.EnumerateDirectories(scratch.Folder));
    }
}
