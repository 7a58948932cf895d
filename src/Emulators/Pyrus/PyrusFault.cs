namespace SyncEngine.Emulators;

/// <summary>What goes wrong.</summary>
public enum PyrusFaultKind
{
    /// <summary>The connection is cut before the request takes effect.</summary>
    LoseRequest = 0,

    /// <summary>The request takes effect, then the connection is cut without an answer.</summary>
    LoseAnswer = 1,

    /// <summary>The request takes effect, half the body is sent, then the connection is cut.</summary>
    CutAnswer = 2,

    /// <summary>500 <c>server_error</c>, without effect.</summary>
    ServerError = 3,

    /// <summary>The request takes effect, the answer is 500 <c>server_error</c>.</summary>
    ServerErrorAfterEffect = 4,

    /// <summary>502 with an HTML body, as a proxy sends it, without effect.</summary>
    BadGateway = 5,

    /// <summary>200 with an HTML body, without effect.</summary>
    HtmlPage = 6,

    /// <summary>429 <c>too_many_requests</c>, without effect; <see cref="PyrusFault.Wait"/> is the time until the window ends.</summary>
    TooManyRequests = 7,

    /// <summary>The answer comes after <see cref="PyrusFault.Wait"/>.</summary>
    Delay = 8,

    /// <summary>Every token expires just before the request is looked at.</summary>
    ExpireTokens = 9,

    /// <summary>Every token is revoked just before the request is looked at.</summary>
    RevokeTokens = 10,

    /// <summary>Everybody who can sign in loses the right to manage people and roles just before the request is looked at, and for good.</summary>
    LoseRights = 11,
}

/// <summary>Something to go wrong with the next requests that fit.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record PyrusFault(PyrusFaultKind Kind)
{
    /// <summary>The verb it hits; null for every verb.</summary>
    public string? Method { get; init; }

    /// <summary>The path below the base address (<c>members</c>, <c>auth</c>), or its beginning followed by <c>*</c>; null for every path.</summary>
    public string? Path { get; init; }

    /// <summary>How many fitting requests pass first. Default 0.</summary>
    public int After { get; init; }

    /// <summary>How many requests it hits. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How long, for <see cref="PyrusFaultKind.Delay"/> and <see cref="PyrusFaultKind.TooManyRequests"/>.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    internal bool Fits(string method, string path) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || (Path.EndsWith('*') ? path.StartsWith(Path[..^1], StringComparison.Ordinal) : path == Path));
}
