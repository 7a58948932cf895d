namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>How a request failed, seen from what may have happened at the other end.</summary>
internal enum PyrusFailure
{
    /// <summary>Pyrus answered cleanly that it does not do this; <see cref="PyrusApiException.Code"/> says why. Nothing happened.</summary>
    Refused = 0,

    /// <summary>No connection: nothing was sent, nothing happened.</summary>
    Unreachable = 1,

    /// <summary>The server's certificate is not trusted. Nothing was sent.</summary>
    Untrusted = 2,

    /// <summary>No token is to be had for the login, or a fresh one is refused. Nothing happened.</summary>
    SignInRefused = 3,

    /// <summary>Too many requests, and the wait asked for is longer than allowed. Nothing happened.</summary>
    RateLimited = 4,

    /// <summary>The address does not have this route. Nothing happened.</summary>
    RouteMissing = 5,

    /// <summary>The request was sent and no usable answer came: it may or may not have happened.</summary>
    AnswerLost = 6,
}

/// <summary>A request to Pyrus that did not give its answer. The message is a half sentence without secrets; it never leaves the adapter as it is.</summary>
internal sealed class PyrusApiException(PyrusFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    internal PyrusFailure Failure { get; } = failure;

    /// <summary>The status of the answer, if there was one.</summary>
    internal int? Status { get; init; }

    /// <summary>The stable <c>error_code</c>, or a word of ours where Pyrus gives none.</summary>
    internal string Code { get; init; } = "";
}
