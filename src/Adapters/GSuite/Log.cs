using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.GSuite;

/// <summary>What the adapter logs: addresses, codes and counts; no person, no key, no token.</summary>
internal static partial class Log
{
    [LoggerMessage(4200, LogLevel.Debug, "Signed in at {TokenHost} as service account {ServiceAccount}; the token is good for {Lifetime}")]
    internal static partial void SignedIn(ILogger logger, string tokenHost, string serviceAccount, TimeSpan lifetime);

    [LoggerMessage(4201, LogLevel.Information, "Google refused the token ({Reason}); signing in again")]
    internal static partial void TokenRefused(ILogger logger, string reason);

    [LoggerMessage(4202, LogLevel.Warning, "A quota of Google is used up ({Reason}); {What} is asked again in {Wait}")]
    internal static partial void WaitingForQuota(ILogger logger, string reason, string what, TimeSpan wait);

    [LoggerMessage(4203, LogLevel.Information, "{Trouble}; the listing begins again")]
    internal static partial void ListingRestarts(ILogger logger, string trouble);

    [LoggerMessage(4204, LogLevel.Debug, "Read {System}: {Accounts} users, {Groups} groups, {Units} organizational units by {Requests} requests; complete: {Complete}")]
    internal static partial void Read(ILogger logger, string system, int accounts, int groups, int units, int requests, bool complete);

    [LoggerMessage(4206, LogLevel.Information, "Google tells changes of users of {System} ({Happening}) for {Lifetime}")]
    internal static partial void Watched(ILogger logger, string system, string happening, TimeSpan lifetime);

    [LoggerMessage(4207, LogLevel.Warning, "Google does not tell changes of users of {System}: {Trouble}; asked again in {Wait}. The schedule finds them all the same")]
    internal static partial void NotWatched(ILogger logger, string system, string trouble, TimeSpan wait);

    [LoggerMessage(4208, LogLevel.Debug, "A channel of {System} was not stopped and ends by itself: {Trouble}")]
    internal static partial void NotStopped(ILogger logger, string system, string trouble);

    [LoggerMessage(4209, LogLevel.Debug, "Google told a change of users of {System} ({Happening}, message {Number})")]
    internal static partial void Notified(ILogger logger, string system, string happening, string number);

    [LoggerMessage(4205, LogLevel.Warning, "Reading {System}: {Code}: {Message}")]
    internal static partial void ReadProblem(ILogger logger, string system, string code, string message);
}
