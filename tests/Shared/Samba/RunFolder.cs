namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// A folder of one domain, removed with it. A test process that was killed leaves its folder behind; the next one removes it: a lock that ends with
/// its process tells whose folder is still in use.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "se-samba-";
    private const string MakingPrefix = "se-making-";
    private const string LockName = "in-use";
    private readonly FileStream inUse;

    private RunFolder(string path, FileStream inUse)
    {
        Path = path;
        this.inUse = inUse;
    }

    internal string Path { get; }

    internal static RunFolder Create()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            RemoveIfLeft(left);
        }

        // Locked before it has the name by which others find it: between its making and its locking it would look left behind.
        var making = Directory.CreateTempSubdirectory(MakingPrefix).FullName;
        var held = Hold(making);

        // Short: the paths of sockets in it are limited to about a hundred characters.
        var path = making.Replace(MakingPrefix, Prefix, StringComparison.Ordinal);
        Directory.Move(making, path);
        return new RunFolder(path, held);
    }

    public void Dispose()
    {
        inUse.Dispose();
        Remove(Path);
    }

    private static FileStream Hold(string folder) =>
        new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void RemoveIfLeft(string folder)
    {
        try
        {
            Hold(folder).Dispose();
            Remove(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, or another user's.
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file that the dying controller still writes; the next run removes the rest.
        }
    }
}
