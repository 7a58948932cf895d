namespace SyncEngine.EmbeddedPostgres;

/// <summary>The server's log: what it said since a moment, for messages; and a bound on its size.</summary>
internal static class ServerLog
{
    private const long BytesMax = 16 * 1024 * 1024;
    private const int TailLines = 12;
    private const int TailBytes = 16 * 1024;

    /// <summary>Where the log ends now.</summary>
    public static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The last lines written after <paramref name="offset"/>.</summary>
    public static string Since(string path, long offset)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(offset, file.Length - TailBytes);
        using var reader = new StreamReader(file);
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(TailLines));
    }

    /// <summary>Puts a log that has grown large aside, keeping one.</summary>
    public static void Bound(string path)
    {
        if (Length(path) > BytesMax)
        {
            File.Move(path, path + ".1", overwrite: true);
        }
    }
}
