namespace SyncEngine.Emulators;

/// <summary>Replaces a file so that a reader, or a restart after a crash, sees the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = full + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, full, overwrite: true);
    }
}
