using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>What the adapter logs: addresses, codes and counts; no person, no key, no token.</summary>
internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Debug, "Signed in at {AuthHost}; the API is at {ApiHost}")]
    internal static partial void SignedIn(ILogger logger, string authHost, string apiHost);

    [LoggerMessage(4101, LogLevel.Information, "Pyrus refused the token ({Code}); signing in again")]
    internal static partial void TokenRefused(ILogger logger, string code);

    [LoggerMessage(4102, LogLevel.Warning, "{Method} {Path} was one request too many (429); Pyrus asks to wait {Wait} before it is sent again")]
    internal static partial void RefusedByLimit(ILogger logger, string method, string path, TimeSpan wait);

    [LoggerMessage(4103, LogLevel.Debug, "Read {System}: {Accounts} members, {Groups} roles, {Units} departments; complete: {Complete}")]
    internal static partial void Read(ILogger logger, string system, int accounts, int groups, int units, bool complete);

    [LoggerMessage(4104, LogLevel.Warning, "Reading {System}: {Code}: {Problem}")]
    internal static partial void ReadProblem(ILogger logger, string system, string code, string problem);

    [LoggerMessage(4105, LogLevel.Debug, "{System}: {Action} for '{Key}' ended as {Kind} {Code}")]
    internal static partial void Wrote(ILogger logger, string system, string action, string key, string kind, string? code);

    [LoggerMessage(4106, LogLevel.Information, "Pyrus allows no more requests for now: {Count} wait, the first of them for {Wait}")]
    internal static partial void NothingLeft(ILogger logger, int count, TimeSpan wait);
}
