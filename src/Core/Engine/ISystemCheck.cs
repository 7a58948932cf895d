using System.Text.Json.Serialization;
using SyncEngine.Capture;

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
public sealed record CheckResult(string Subject, string Check, CheckStatus Status, string Detail, string? Remedy = null)
{
    /// <summary>
    /// True in a store's line when nothing is stored yet and the first use would make its tables: checks that would look into it leave that out then. Default
    /// false. For the engine, so it is in no JSON.
    /// </summary>
    [JsonIgnore]
    public bool StoreIsNew { get; init; }
}

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

    /// <summary>
    /// Looks in the system itself for groups that syncs pick, so that a wrong name is found before the first reading. Only asked after
    /// <see cref="CheckAsync"/> found no failure. Default: null, the system cannot be asked for single groups; the engine goes by what it has read.
    /// </summary>
    /// <param name="texts">What groups are called by: anchors, addresses (DN), login names, email addresses or names, ignoring case.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>For each text every group that it may mean, with its attributes; an empty list when there is none.</returns>
    /// <exception cref="ConnectedSystemException">The system cannot be used as configured.</exception>
    Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?> FindGroupsAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?>(null);
}
