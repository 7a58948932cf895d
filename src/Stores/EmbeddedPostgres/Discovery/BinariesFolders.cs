using System.Globalization;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>Where PostgreSQL's programs usually are, in the order in which they are tried.</summary>
internal static class BinariesFolders
{
    /// <summary>The folders that hold all three programs, each once.</summary>
    public static IEnumerable<string> Find(HostFacts facts) =>
        OnPath(facts).Concat(WellKnown(facts)).Concat(Downloaded(facts)).Where(IsComplete).Distinct(StringComparer.Ordinal);

    /// <summary>Whether the three programs are there.</summary>
    public static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb"))
        && File.Exists(Path.Combine(folder, "pg_ctl"))
        && File.Exists(Path.Combine(folder, "postgres"));

    private static IEnumerable<string> OnPath(HostFacts facts) =>
        (facts.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted);

    private static IEnumerable<string> WellKnown(HostFacts facts)
    {
        foreach (var (parent, pattern, below) in new[]
        {
            ("usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
            ("usr", "pgsql-*", "bin"), // PGDG on Fedora, RHEL
            ("usr/libexec", "postgresql*", ""), // Alpine, Fedora
            ("opt/homebrew/opt", "postgresql@*", "bin"),
            ("usr/local/opt", "postgresql@*", "bin"),
            ("Applications/Postgres.app/Contents/Versions", "*", "bin"),
        })
        {
            foreach (var folder in NewestFirst(Path.Combine(facts.FileSystemRoot, parent), pattern))
            {
                yield return Path.Combine(folder, below);
            }
        }

        yield return Path.Combine(facts.FileSystemRoot, "usr/bin"); // Arch, Fedora; missing in a service's short PATH
    }

    private static IEnumerable<string> Downloaded(HostFacts facts) =>
        facts.DownloadCache() is { } cache ? NewestFirst(cache, "postgres-*").Select(folder => Path.Combine(folder, "bin")) : [];

    private static IEnumerable<string> NewestFirst(string parent, string pattern) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(Number).ThenByDescending(folder => folder, StringComparer.Ordinal)
            : [];

    /// <summary>The first number in the folder's own name: 17 of <c>postgresql@17</c> and of <c>postgres-17.6.0-linux-amd64</c>.</summary>
    private static int Number(string folder)
    {
        var digits = Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
