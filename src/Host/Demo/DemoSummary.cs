using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>What the demo showed, in numbers of the run.</summary>
internal sealed record DemoSummary
{
    public int Schema { get; } = JsonOutput.Schema;

    public required IReadOnlyList<DemoPlan> Plans { get; init; }

    public required string Person { get; init; }

    public required int Replayed { get; init; }

    public required bool SameFingerprints { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What did not come out as it should; none when all is well.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>One plan of the demo.</summary>
/// <param name="Export">The file its directory came from.</param>
/// <param name="Plan">Its id.</param>
/// <param name="Counts">Its rows.</param>
/// <param name="Selected">Rows that its sync applies.</param>
/// <param name="Held">Rows that a limit holds back.</param>
/// <param name="Writes">Requests that changed data, as the emulator received them while it was applied.</param>
internal sealed record DemoPlan(string Export, string Plan, IReadOnlyDictionary<string, int> Counts, int Selected, int Held, int Writes)
{
    internal static DemoPlan Of(string export, PlanInFull plan, int writes) => new(
        export,
        plan.Id.ToString(),
        CountsJson.Of(plan.Counts),
        plan.Rows.Count(row => !RowTexts.IsNewDepartment(row) && NextStep.Applies(plan, row, approved: false)),
        plan.Rows.Count(row => row.Held is not null),
        writes);
}
