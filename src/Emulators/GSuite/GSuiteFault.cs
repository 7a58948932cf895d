namespace SyncEngine.Emulators;

/// <summary>What goes wrong.</summary>
public enum GSuiteFaultKind
{
    /// <summary>The connection is cut before the request takes effect.</summary>
    LoseRequest = 0,

    /// <summary>The request takes effect, then the connection is cut without an answer.</summary>
    LoseAnswer = 1,

    /// <summary>The request takes effect, half the body is sent, then the connection is cut.</summary>
    CutAnswer = 2,

    /// <summary>500 <c>internalError</c>, without effect.</summary>
    ServerError = 3,

    /// <summary>503 <c>backendError</c>, without effect: what a long listing ends in.</summary>
    BackendError = 4,

    /// <summary>502 with an HTML body, as a proxy sends it, without effect.</summary>
    BadGateway = 5,

    /// <summary>200 with an HTML body, without effect.</summary>
    HtmlPage = 6,

    /// <summary>503 with a plain text: <c>Quota exceeded for the current request</c>.</summary>
    PlainText = 7,

    /// <summary>403 <c>userRateLimitExceeded</c>: too many requests of one user in a minute.</summary>
    UserRateLimit = 8,

    /// <summary>403 <c>quotaExceeded</c>: too many requests of one kind at once.</summary>
    QuotaExceeded = 9,

    /// <summary>429 <c>rateLimitExceeded</c>: too many requests of the account at once.</summary>
    RateLimit = 10,

    /// <summary>403 <c>dailyLimitExceeded</c>, which no waiting of a reasonable length ends.</summary>
    DailyLimit = 11,

    /// <summary>403 <c>forbidden</c>.</summary>
    Forbidden = 12,

    /// <summary>404 <c>notFound</c>, as for a group that was deleted in the middle of a listing.</summary>
    NotFound = 13,

    /// <summary>The answer comes after <see cref="GSuiteFault.Wait"/>.</summary>
    Delay = 14,

    /// <summary>Every access token expires just before the request is looked at: 401 <c>authError</c>.</summary>
    ExpireTokens = 15,

    /// <summary>Every page token given so far expires just before the request is looked at: 400 <c>invalid</c> for a request that has one.</summary>
    ExpirePageTokens = 16,
}

/// <summary>Something to go wrong with the next requests that fit.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record GSuiteFault(GSuiteFaultKind Kind)
{
    /// <summary>The verb it hits; null for every verb.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The path below <c>admin/directory/v1/</c> (<c>users</c>, <c>groups/*</c>), or <c>token</c> for the token endpoint; a <c>*</c> at the end
    /// stands for anything. Null for every path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>A part of the query as sent (<c>showDeleted=true</c>, <c>pageToken=</c>); null for every query.</summary>
    public string? Query { get; init; }

    /// <summary>How many fitting requests pass first. Default 0.</summary>
    public int After { get; init; }

    /// <summary>How many requests it hits. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How long, for <see cref="GSuiteFaultKind.Delay"/>, and what <c>Retry-After</c> says where that header is on.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    internal bool Fits(string method, string path, string query) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || (Path.EndsWith('*') ? path.StartsWith(Path[..^1], StringComparison.Ordinal) : path == Path))
        && (Query is null || query.Contains(Query, StringComparison.Ordinal));
}
