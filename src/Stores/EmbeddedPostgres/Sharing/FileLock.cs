using System.Runtime.Versioning;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// A lock on a file (flock) that the kernel drops when its holder dies, so that nothing is left behind by a killed host. Exclusive: one
/// holder. Shared: any number, and no exclusive one.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FileLock : IDisposable
{
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMacOS = 35;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Waits for the exclusive lock; null when it is not free in time.</summary>
    public static async Task<FileLock?> WaitExclusiveAsync(
        string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        FileLock? taken;
        while ((taken = TryExclusive(path)) is null && time.GetElapsedTime(start) < timeout)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return taken;
    }

    /// <summary>Takes the exclusive lock if it is free.</summary>
    public static FileLock? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes a shared lock if nobody holds the exclusive one.</summary>
    public static FileLock? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    public void Dispose() => file.Dispose();

    private static FileLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(File.Open(path, Options(access, share)));
        }
        catch (IOException error) when (error.HResult is WouldBlockLinux or WouldBlockMacOS)
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileAccess access, FileShare share) => new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = access,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    };
}
