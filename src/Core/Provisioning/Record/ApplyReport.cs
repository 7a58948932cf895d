using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What a run that applied a plan did.</summary>
public sealed record ApplyReport
{
    /// <summary>The run that applied the plan: this one, or an earlier one (<see cref="AppliedBefore"/>).</summary>
    public required RunId Run { get; init; }

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>True when the plan had been applied by <see cref="Run"/> before: this call did nothing.</summary>
    public bool AppliedBefore { get; init; }

    /// <summary>Why the run stopped before its end, or null.</summary>
    public string? Suspended { get; init; }

    /// <summary>One outcome for each row of the plan, in the order in which they were settled.</summary>
    public ImmutableArray<RowOutcome> Outcomes { get; init; } = [];

    /// <summary>How many rows ended so.</summary>
    public int Count(RowResult result) => Outcomes.Count(o => o.Result == result);
}
