using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>How a plan is shown.</summary>
internal sealed record PlanScreenOptions
{
    /// <summary>How many rows of one tab are shown; the rest is counted.</summary>
    internal int RowsMax { get; init; } = int.MaxValue;

    /// <summary>Whether an approval lets held rows through.</summary>
    internal bool Approved { get; init; }

    /// <summary>What to type to see more, to approve and to apply.</summary>
    internal required Hints Hints { get; init; }

    /// <summary>How each row ended, once the plan was applied.</summary>
    internal IReadOnlyDictionary<string, RowOutcome>? Outcomes { get; init; }
}
