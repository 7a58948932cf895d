using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// The files of one server: <c>ROOT/.setup.lock</c> for all versions, and in <c>ROOT/pgMAJOR</c> the settings we write, the lock its users
/// share, and the folders of the data, the log and the socket. Those three belong to the server's user, all else to this process.
/// </summary>
/// <param name="Root">The data path the host gave, absolute.</param>
/// <param name="Major">The major version of PostgreSQL.</param>
internal sealed record ClusterLayout(string Root, int Major)
{
    /// <summary>The name of the server's one database, and of its owner.</summary>
    public const string Name = "syncengine";

    /// <summary>A socket's path is at most 107 bytes on Linux and 103 on macOS, and its file's name takes 14.</summary>
    private const int SocketFolderBytesMax = 88;

    private const string Prefix = "pg";

    public static string SetupLock(string root) => Path.Combine(root, ".setup.lock");

    public string Folder => Path.Combine(Root, Prefix + Major.ToString(CultureInfo.InvariantCulture));

    public string Data => Path.Combine(Folder, "data");

    public string Users => Path.Combine(Folder, ".users");

    public string LogFolder => Path.Combine(Folder, "log");

    public string ServerLog => Path.Combine(LogFolder, "postgres.log");

    public string Settings => Path.Combine(Folder, "server.conf");

    public string VersionFile => Path.Combine(Data, "PG_VERSION");

    /// <summary>True when the socket's folder could not be beside the data.</summary>
    public bool SocketIsElsewhere => SocketFolder != SocketFolderHere;

    /// <summary>
    /// Where the server's socket is. Not beside the data where that path is too long for a socket, or holds what Npgsql or the server would
    /// take for the end of it.
    /// </summary>
    public string SocketFolder => IsFitForSocket(SocketFolderHere)
        ? SocketFolderHere
        : "/tmp/syncengine-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..16];

    /// <summary>The server's socket.</summary>
    public string Socket => Path.Combine(SocketFolder, ".s.PGSQL.5432");

    private string SocketFolderHere => Path.Combine(Folder, "s");

    /// <summary>A name for data in the making. A new one each time: the maker of an abandoned one may still be at work.</summary>
    public string NewUnfinished() => $"{Data}.new-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}";

    /// <summary>Data that was never finished.</summary>
    public IEnumerable<string> Unfinished() => Directory.EnumerateDirectories(Folder, "data.new-*");

    /// <summary>The newest major version that data is there of.</summary>
    public static int? MajorOfData(string root) => !Directory.Exists(root)
        ? null
        : Directory.EnumerateDirectories(root, Prefix + "*")
            .Where(folder => File.Exists(Path.Combine(folder, "data", "PG_VERSION")))
            .Select(folder => int.TryParse(
                Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : (int?)null)
            .Max();

    private static bool IsFitForSocket(string folder) =>
        Encoding.UTF8.GetByteCount(folder) <= SocketFolderBytesMax && !folder.Any(c => c is ',' or ':' || char.IsControl(c));
}
