using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Finds the server's programs: the folder the environment names and no other, else what the machine has, else a download. Data that is
/// there decides the major version: a new, empty server beside old data would look like a loss of everything.
/// </summary>
internal sealed class BinariesFinder(HostFacts facts, BinariesProbe probe, BinariesDownload? download, ILogger logger)
{
    private const string Setting = "SYNCENGINE_PG_BIN";

    /// <summary>Finds programs of the data's major version, or of any usable one where there is no data.</summary>
    public async Task<PostgresBinaries> FindAsync(int? dataMajor, string dataPath, CancellationToken cancellationToken)
    {
        var folders = facts.Variable(Setting) is { } only ? [Named(only)] : BinariesFolders.Find(facts);
        var rejected = new List<string>();
        foreach (var folder in folders)
        {
            var (found, trouble) = await probe.AskAsync(folder, cancellationToken).ConfigureAwait(false);
            trouble ??= WhyNot(found!, dataMajor);
            if (trouble is null)
            {
                Log.BinariesFound(logger, found!.Version, folder);
                return found;
            }

            rejected.Add($"{folder}: {trouble}");
        }

        return await DownloadAsync(dataMajor, rejected, cancellationToken).ConfigureAwait(false)
            ?? throw BinariesAdvice.NotFound(facts, dataMajor, dataPath, rejected);
    }

    private static string? WhyNot(PostgresBinaries found, int? dataMajor) =>
        dataMajor is { } major && found.Major != major ? $"PostgreSQL {found.Version}, but the data is of {major}"
        : found.Major < PostgresBinaries.OldestMajor ? $"PostgreSQL {found.Version}, {PostgresBinaries.OldestMajor} or newer is needed"
        : null;

    private async Task<PostgresBinaries?> DownloadAsync(int? dataMajor, List<string> rejected, CancellationToken cancellationToken)
    {
        if (download is null || facts.Variable(Setting) is not null)
        {
            return null;
        }

        var major = dataMajor ?? PostgresBinaries.DownloadMajor;
        Log.LookingForDownload(logger, major);
        var (folder, trouble) = await download.TryFetchAsync(major, cancellationToken).ConfigureAwait(false);
        if (folder is not null)
        {
            (var found, trouble) = await probe.AskAsync(folder, cancellationToken).ConfigureAwait(false);
            trouble ??= WhyNot(found!, dataMajor);
            if (trouble is null)
            {
                return found;
            }
        }

        rejected.Add($"download of PostgreSQL {major}: {trouble}");
        return null;
    }

    private static string Named(string folder) => BinariesFolders.IsComplete(folder)
        ? folder
        : throw new EmbeddedPostgresException(
            EmbeddedPostgresException.BinariesMissing,
            $"{Setting} is '{folder}', which does not hold initdb, pg_ctl and postgres.",
            $"Set {Setting} to the folder with PostgreSQL's programs (such as /usr/lib/postgresql/17/bin), or remove it to let them be found.");
}
