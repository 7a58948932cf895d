using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>How a plan is shown.</summary>
internal sealed record PlanScreenOptions
{
    private const int RowsOnScreen = 20;
    private const int SameReasonOnScreen = 6;

    /// <summary>How many rows of one tab are shown; the rest is counted.</summary>
    internal int RowsMax { get; init; } = int.MaxValue;

    /// <summary>How many rows of one status and reason are shown.</summary>
    internal int SameReasonMax { get; init; } = int.MaxValue;

    /// <summary>Whether an approval lets held rows through.</summary>
    internal bool Approved { get; init; }

    /// <summary>What people said of single rows, by row.</summary>
    internal IReadOnlyDictionary<string, RowChoice> Choices { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, RowChoice>.Empty;

    /// <summary>What to type to see more, to approve and to apply.</summary>
    internal required Hints Hints { get; init; }

    /// <summary>What fits a person's attention: not all of a long plan on a screen, but all of it in a file.</summary>
    internal static PlanScreenOptions For(Screen screen, Hints hints, PlanInFull plan, bool approved, bool all = false)
    {
        var everything = all || screen.Columns is null;
        return new PlanScreenOptions
        {
            Hints = hints,
            Choices = plan.Choices,
            Approved = approved,
            RowsMax = everything ? int.MaxValue : RowsOnScreen,
            SameReasonMax = everything ? int.MaxValue : SameReasonOnScreen,
        };
    }

    /// <summary>How each row ended, once the plan was applied.</summary>
    internal IReadOnlyDictionary<string, RowOutcome>? Outcomes { get; init; }
}
