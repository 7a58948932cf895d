namespace SyncEngine.EmbeddedPostgres;

/// <summary>A path without symbolic links, as the kernel gives it.</summary>
internal static class RealPath
{
    /// <summary>Resolves each folder of the path from the top; what does not exist stays as it is written.</summary>
    public static string Of(string path)
    {
        var resolved = Path.GetPathRoot(path) ?? "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(resolved, part));
            resolved = next.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Of(target.FullName) : next.FullName;
        }

        return resolved;
    }
}
