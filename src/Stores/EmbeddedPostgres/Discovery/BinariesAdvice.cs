namespace SyncEngine.EmbeddedPostgres;

/// <summary>The one error for "no server here", with the exact command for this operating system.</summary>
internal static class BinariesAdvice
{
    /// <summary>The error that lists what was tried.</summary>
    public static EmbeddedPostgresException NotFound(HostFacts facts, int? dataMajor, string dataPath, IReadOnlyCollection<string> rejected)
    {
        var tried = rejected.Count == 0
            ? "Looked on the PATH and in the usual folders."
            : $"Looked on the PATH and in the usual folders; not usable: {string.Join("; ", rejected)}.";
        return dataMajor is { } major
            ? new EmbeddedPostgresException(
                EmbeddedPostgresException.VersionMismatch,
                $"The data in '{dataPath}' was made by PostgreSQL {major}, and no PostgreSQL {major} is on this machine. {tried}",
                $"Install PostgreSQL {major} ({Command(facts, major)}), or move the data to the new version with pg_upgrade or pg_dump, or name"
                + $" the programs' folder in SYNCENGINE_PG_BIN. The data was not touched.")
            : new EmbeddedPostgresException(
                EmbeddedPostgresException.BinariesMissing,
                $"No PostgreSQL ({PostgresBinaries.OldestMajor} or newer) is on this machine. {tried}",
                $"Install it: {Command(facts, null)}. Or name the folder with its programs in SYNCENGINE_PG_BIN, or give the connection"
                + " string of a server you have (Store:ConnectionString).");
    }

    private static string Command(HostFacts facts, int? major)
    {
        if (facts.IsMacOS)
        {
            return $"brew install postgresql@{major ?? PostgresBinaries.DownloadMajor}";
        }

        var release = OsRelease(facts);
        return release.Contains("debian") || release.Contains("ubuntu") ? $"sudo apt-get install --no-install-recommends postgresql{Suffix("-", major)}"
            : release.Contains("fedora") || release.Contains("rhel") ? $"sudo dnf install postgresql{Suffix("", major)}-server"
            : release.Contains("alpine") ? $"sudo apk add postgresql{Suffix("", major)}"
            : release.Contains("arch") ? "sudo pacman -S postgresql"
            : release.Contains("suse") ? $"sudo zypper install postgresql{Suffix("", major)}-server"
            : "the package with the PostgreSQL server of your system";
    }

    private static string Suffix(string before, int? major) => major is null ? "" : before + major;

    private static HashSet<string> OsRelease(HostFacts facts)
    {
        var file = Path.Combine(facts.FileSystemRoot, "etc/os-release");
        return !File.Exists(file)
            ? []
            : File.ReadLines(file)
                .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
                .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"').Split(' '))
                .ToHashSet(StringComparer.Ordinal);
    }
}
