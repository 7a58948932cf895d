using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MysticMind.PostgresEmbed;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Fetches the server's programs through MysticMind.PostgresEmbed, of which this is the only use: it knows the builds for each system,
/// checks them and keeps them in a cache folder. Once there they are found like an installed server.
/// </summary>
internal sealed class BinariesDownload(string cache, ILogger logger, string? repository = null)
{
    /// <summary>The folder with the programs, or why there is none.</summary>
    public async Task<(string? Folder, string? Trouble)> TryFetchAsync(int major, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(cache);
            using var handler = new DownloadLogHandler(logger);
            using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(10) };
            var options = new PgServerOptions
            {
                PgVersion = major.ToString(CultureInfo.InvariantCulture),
                DbDir = cache,
                BinariesDir = cache,
                HttpClient = client,
                DownloadRetryCount = 1,
                Logger = NullLogger.Instance,
            };
            var fetcher = new PgServer(repository is null ? options : options with { MavenRepo = repository });
            await using var disposal = fetcher.ConfigureAwait(false);
            await fetcher.InstallAsync(cancellationToken).ConfigureAwait(false);
            return (fetcher.PgBinDir, null);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the answer is the same: no download, and the error at the end lists why.
            return (null, string.Join(" ", Causes(error).Select(cause => cause.Message)));
        }
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
