namespace SyncEngine.Provisioning;

/// <summary>How a row ended in a run that applied its plan. Names are part of the JSON contract.</summary>
public enum RowResult
{
    /// <summary>All its effects were done.</summary>
    Applied = 0,

    /// <summary>The target said it was so already.</summary>
    AlreadySo = 1,

    /// <summary>The target refused.</summary>
    Refused = 2,

    /// <summary>The world changed since the plan was made.</summary>
    Stale = 3,

    /// <summary>The answer was lost.</summary>
    Unknown = 4,

    /// <summary>Not selected, informational, or excluded by hand for this run.</summary>
    NotSelected = 5,

    /// <summary>Held by a limit.</summary>
    Held = 6,

    /// <summary>A row it depends on was not applied, or the run stopped before it or in the middle of it.</summary>
    Deferred = 7,
}

/// <summary>The outcome of one row.</summary>
/// <param name="RowId">The row.</param>
/// <param name="Result">How it ended.</param>
/// <param name="TargetId">The account, department or role concerned.</param>
/// <param name="Code">The target's own code for a refusal.</param>
/// <param name="Text">A sentence for people, when it was not simply applied.</param>
/// <param name="Writes">How many writes were sent for it.</param>
public sealed record RowOutcome(string RowId, RowResult Result, string? TargetId = null, string? Code = null, string? Text = null, int Writes = 0)
{
    /// <summary>How a row stands after the target's answer to one of its writes.</summary>
    internal static RowOutcome Of(PlanRow row, Outcome outcome, int writes) => new(
        row.Id,
        outcome.Kind switch
        {
            OutcomeKind.Applied => RowResult.Applied,
            OutcomeKind.AlreadySo => RowResult.AlreadySo,
            OutcomeKind.Refused => RowResult.Refused,
            OutcomeKind.NotSent => RowResult.Deferred,
            _ => RowResult.Unknown,
        },
        row.Target?.Id ?? outcome.TargetId,
        outcome.Code,
        outcome.Kind == OutcomeKind.Applied ? null : outcome.Message,
        writes);
}
