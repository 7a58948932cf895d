namespace SyncEngine.EmbeddedPostgres.Tests.Sharing;

public sealed class FileLockTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    [Fact]
    public void Shared_locks_go_together_and_keep_the_exclusive_one_out()
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "lock");
        using var first = FileLock.TryShared(file);
        using (var second = FileLock.TryShared(file))
        {
            Assert.NotNull(first);
            Assert.NotNull(second);
            Assert.Null(FileLock.TryExclusive(file));
        }

        Assert.Null(FileLock.TryExclusive(file));
        first.Dispose();
        using var alone = FileLock.TryExclusive(file);
        Assert.NotNull(alone);
        Assert.Null(FileLock.TryShared(file));
    }

    [Fact]
    public async Task Waiting_for_the_exclusive_lock_ends_with_the_holder_or_with_the_time()
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "lock");
        var holder = FileLock.TryExclusive(file);

        Assert.Null(await FileLock.WaitExclusiveAsync(file, Short, TimeProvider.System, TestContext.Current.CancellationToken));

        var waiting = FileLock.WaitExclusiveAsync(file, TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        holder!.Dispose();
        using var taken = await waiting;
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_lock_in_a_missing_folder_is_trouble_not_a_held_lock()
    {
        using var scratch = new Scratch();

        Assert.Throws<DirectoryNotFoundException>(() => FileLock.TryExclusive(Path.Combine(scratch.Folder, "missing", "lock")));
    }
}
