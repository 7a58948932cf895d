namespace SyncEngine.Crash.Victim;

/// <summary>A step after the answer to each write, before the engine has seen it. Signing in writes nothing, and reading neither.</summary>
internal sealed class SteppingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Get && !path.EndsWith("/auth", StringComparison.Ordinal))
        {
            Steps.Pass($"answer {request.Method} {path}");
        }

        return response;
    }
}
