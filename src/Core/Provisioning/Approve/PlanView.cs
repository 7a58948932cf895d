using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>How a plan stands.</summary>
public enum PlanStatus
{
    /// <summary>Prepared and waiting.</summary>
    Prepared = 0,

    /// <summary>Approved over a limit, and waiting to be applied.</summary>
    Approved = 1,

    /// <summary>Applied by a run.</summary>
    Applied = 2,

    /// <summary>A newer plan took its place.</summary>
    Superseded = 3,

    /// <summary>A person turned it down.</summary>
    Rejected = 4,
}

/// <summary>One plan as the console lists it: the fold of its stream.</summary>
public sealed record PlanView
{
    /// <summary>The plan.</summary>
    public required PlanId Id { get; init; }

    /// <summary>What was prepared; null before the first event.</summary>
    public PlanPrepared? Prepared { get; init; }

    /// <summary>How it stands.</summary>
    public PlanStatus Status { get; init; }

    /// <summary>The approval, if there is one.</summary>
    public PlanApproved? Approval { get; init; }

    /// <summary>What people said of single rows, by row.</summary>
    public ImmutableSortedDictionary<string, RowChoice> Choices { get; init; } = ImmutableSortedDictionary.Create<string, RowChoice>(StringComparer.Ordinal);

    /// <summary>Who turned it down, and why; null when nobody did.</summary>
    public PlanRejected? Rejection { get; init; }

    /// <summary>Whether a limit holds rows back.</summary>
    public bool Held { get; init; }

    /// <summary>The run that applied it.</summary>
    public RunId? AppliedBy { get; init; }

    /// <summary>Number of events in its stream.</summary>
    public long Version { get; init; }

    /// <summary>Whether what the limits hold is approved: for the very plan, and still.</summary>
    /// <param name="fingerprint">The plan's fingerprint.</param>
    /// <param name="at">Now, UTC.</param>
    public bool IsApproved(Fingerprint fingerprint, DateTimeOffset at) =>
        Approval is { } approval && approval.Fingerprint == fingerprint && approval.Until > at;

    /// <summary>The view before the first event.</summary>
    public static PlanView Initial(PlanId id) => new() { Id = id };

    /// <summary>The view after one more event.</summary>
    public static PlanView Evolve(PlanView view, IEngineEvent happened)
    {
        ArgumentNullException.ThrowIfNull(view);
        var next = happened switch
        {
            PlanPrepared e => view with { Prepared = e },
            PlanHeld => view with { Held = true },
            PlanApproved e => view with { Approval = e, Status = view.Status == PlanStatus.Applied ? view.Status : PlanStatus.Approved },
            PlanRowsChosen e => view with { Choices = view.Choices.SetItems(e.Choices.Select(choice => KeyValuePair.Create(choice.Row, choice))) },
            PlanRejected e => view with { Rejection = e, Status = view.Status == PlanStatus.Applied ? view.Status : PlanStatus.Rejected },
            PlanSuperseded => view with { Status = view.Status == PlanStatus.Applied ? view.Status : PlanStatus.Superseded },
            PlanApplied e => view with { Status = PlanStatus.Applied, AppliedBy = e.Run },
            _ => view,
        };
        return next with { Version = view.Version + 1 };
    }
}
