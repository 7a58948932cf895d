namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Reads the whole answer inside the attempt, bounded: an answer cut in its middle then counts as a failed attempt like any other, and the
/// timeout covers the body too.
/// </summary>
internal sealed class BufferingHandler(long bytesMax) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var read = response.Content;
            var stream = await read.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                response.Content = new LentContent(await LentBody.ReadAsync(stream, bytesMax, cancellationToken).ConfigureAwait(false), read);
            }

            read.Dispose();
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
