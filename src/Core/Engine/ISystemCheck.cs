namespace SyncEngine;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok = 0,

    /// <summary>Works, but someone should look.</summary>
    Warning = 1,

    /// <summary>Does not work; the remedy says what to do.</summary>
    Failed = 2,
}

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Subject">The system or part that was checked (<c>corp-ad</c>, <c>store</c>).</param>
/// <param name="Check">What was checked (<c>reachable</c>, <c>certificate</c>, <c>rights</c>).</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was found, with the value or address concerned; never a secret.</param>
/// <param name="Remedy">What to do, when it is not Ok.</param>
public sealed record CheckResult(string Subject, string Check, CheckStatus Status, string Detail, string? Remedy = null);

/// <summary>
/// Checks one connected system or store: reachable, trusted, permitted, configured. Registered by adapters and stores beside their port;
/// <c>doctor</c> runs all of them. Writes nothing.
/// </summary>
public interface ISystemCheck
{
    /// <summary>The name that is checked (a system's name, or <c>store</c>).</summary>
    string Subject { get; }

    /// <summary>Runs the checks in an order in which the first failure explains the following; stops where going on makes no sense. Does not throw for what it finds.</summary>
    IAsyncEnumerable<CheckResult> CheckAsync(CancellationToken cancellationToken);
}
