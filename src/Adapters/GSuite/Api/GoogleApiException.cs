namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>How a request failed.</summary>
internal enum GoogleFailure
{
    /// <summary>Google answered cleanly that it does not do this; <see cref="GoogleApiException.Reason"/> says why.</summary>
    Refused = 0,

    /// <summary>No connection.</summary>
    Unreachable = 1,

    /// <summary>The server's certificate is not trusted.</summary>
    Untrusted = 2,

    /// <summary>No token is to be had, or a fresh one is refused.</summary>
    SignInRefused = 3,

    /// <summary>A quota is used up for longer than the options let a request wait.</summary>
    QuotaUsedUp = 4,

    /// <summary>What answers at the address is not this API.</summary>
    NotTheApi = 5,

    /// <summary>No usable answer came: a time-out, a cut connection, a server's failure, a proxy's page.</summary>
    AnswerLost = 6,

    /// <summary>There is no key or credential to sign in with; nothing was sent.</summary>
    NoCredentials = 7,
}

/// <summary>A request to Google that did not give its answer. The message is a half sentence without secrets.</summary>
internal sealed class GoogleApiException(GoogleFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    internal GoogleFailure Failure { get; } = failure;

    /// <summary>The status of the answer, if there was one.</summary>
    internal int? Status { get; init; }

    /// <summary>Google's own word for it (<c>forbidden</c>, <c>invalid_grant</c>), or a code of ours for <see cref="GoogleFailure.NoCredentials"/>; else empty.</summary>
    internal string Reason { get; init; } = "";

    /// <summary>The text that came with it, shortened.</summary>
    internal string Said { get; init; } = "";

    /// <summary>The server's clock, as far as it told it.</summary>
    internal DateTimeOffset? ServerTime { get; init; }
}
