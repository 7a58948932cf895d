namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>The two addresses of Pyrus: where to sign in, and where the API is until the answer to signing in says otherwise.</summary>
/// <param name="Auth">The address that gives tokens.</param>
/// <param name="Api">The API's base, with a slash at its end.</param>
internal sealed record PyrusAddress(Uri Auth, Uri Api)
{
    private const string CloudApiHost = "api.pyrus.com";
    private const string CloudAuthHost = "accounts.pyrus.com";

    /// <summary>
    /// Both from one configured base. In the cloud either half names the other; elsewhere (self-hosted) both share the base, as the vendor's
    /// C# and TypeScript clients have it.
    /// </summary>
    internal static PyrusAddress From(string baseUrl)
    {
        var given = WithSlash(new Uri(baseUrl.Trim(), UriKind.Absolute));
        return given.Host switch
        {
            CloudApiHost => new PyrusAddress(new Uri($"https://{CloudAuthHost}/api/v4/auth"), given),
            CloudAuthHost => new PyrusAddress(new Uri(given, "auth"), new Uri($"https://{CloudApiHost}/v4/")),
            _ => new PyrusAddress(new Uri(given, "auth"), given),
        };
    }

    /// <summary>The API's base after signing in: the announced one, if there is one and a token may travel there.</summary>
    internal Uri ApiAfter(string? announced)
    {
        if (string.IsNullOrWhiteSpace(announced))
        {
            return Api;
        }

        return Uri.TryCreate(announced.Trim(), UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback && Auth.IsLoopback))
            ? WithSlash(url)
            : throw new PyrusApiException(PyrusFailure.RouteMissing, $"signing in announced the API address '{announced}', which is not https");
    }

    private static Uri WithSlash(Uri url) => url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
