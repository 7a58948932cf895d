namespace SyncEngine.EmbeddedPostgres;

/// <summary>What the component needs to know of the machine, in one place, so that tests can give other facts.</summary>
/// <param name="IsRoot">The process runs as root, which PostgreSQL refuses to do.</param>
/// <param name="IsMacOS">macOS: other folders, other locale names, no <c>/proc</c>.</param>
/// <param name="Variable">Environment variables; empty counts as not set.</param>
/// <param name="FileSystemRoot">Where well-known folders are looked for: <c>/</c> outside of tests.</param>
internal sealed record HostFacts(bool IsRoot, bool IsMacOS, Func<string, string?> Variable, string FileSystemRoot = "/")
{
    public static HostFacts Current { get; } = new(
        Environment.IsPrivilegedProcess,
        OperatingSystem.IsMacOS(),
        name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null);

    /// <summary>The folder that holds the data where the host names none.</summary>
    public string DefaultDataPath() => IsRoot
        ? "/var/lib/syncengine/postgres"
        : Path.Combine(UserFolder(Environment.SpecialFolder.LocalApplicationData), "syncengine", "postgres");

    /// <summary>The folder for downloaded programs; null when the user has no home.</summary>
    public string? DownloadCache()
    {
        if (IsRoot)
        {
            return "/var/cache/syncengine";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var cache = Variable("XDG_CACHE_HOME") ?? (home.Length == 0 ? null : Path.Combine(home, ".cache"));
        return cache is null ? null : Path.Combine(cache, "syncengine");
    }

    private static string UserFolder(Environment.SpecialFolder folder)
    {
        var path = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
        return path.Length > 0
            ? path
            : throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                "The user has no home folder, so there is no default place for the embedded server's data.",
                "Give a data path (Store:DataPath), or a connection string (Store:ConnectionString).");
    }
}
