namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// A folder of one domain, removed with it. A test process that was killed leaves its folder behind; the next one removes it: a lock that ends with
/// its process tells whose folder is still in use.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "se-samba-";
    private const string LockName = "in-use";
    private readonly FileStream inUse;

    private RunFolder(string path)
    {
        Path = path;
        inUse = Hold(path);
    }

    internal string Path { get; }

    internal static RunFolder Create()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            RemoveIfLeft(left);
        }

        // Short: the paths of sockets in it are limited to about a hundred characters.
        return new RunFolder(Directory.CreateTempSubdirectory(Prefix).FullName);
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
            if (!File.Exists(System.IO.Path.Combine(folder, LockName)))
            {
                return; // another process is just making it
            }

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
