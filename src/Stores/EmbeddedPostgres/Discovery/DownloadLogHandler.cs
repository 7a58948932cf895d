using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>Says what is fetched from where, and how much, before it is; gives up quickly where there is no network.</summary>
internal sealed class DownloadLogHandler(ILogger logger)
    : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
{
    private const long Megabyte = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentLength is >= Megabyte and var length)
        {
            Log.Downloading(logger, request.RequestUri, length / Megabyte);
        }

        return response;
    }
}
