using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>Started, not ended (or its host died).</summary>
    Running = 0,

    /// <summary>Ended.</summary>
    Completed = 1,

    /// <summary>Ended before its end.</summary>
    Interrupted = 2,
}

/// <summary>One run as the console lists it: the fold of its stream.</summary>
public sealed record RunView
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>The sync it belongs to.</summary>
    public SyncName Sync { get; init; }

    /// <summary>What it was for.</summary>
    public RunPurpose Purpose { get; init; }

    /// <summary>How it stands.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The plan it prepared or applied.</summary>
    public PlanId? Plan { get; init; }

    /// <summary>Its readings.</summary>
    public ImmutableArray<Receipt> Reads { get; init; } = [];

    /// <summary>Outcomes by <see cref="RowResult"/>.</summary>
    public ImmutableSortedDictionary<string, int> Results { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Its digest, once completed.</summary>
    public Fingerprint Digest { get; init; }

    /// <summary>Why it was interrupted.</summary>
    public string? Interruption { get; init; }

    /// <summary>The view before the first event.</summary>
    public static RunView Initial(RunId id) => new() { Id = id };

    /// <summary>The view after one more event.</summary>
    public static RunView Evolve(RunView view, IEngineEvent happened, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(view);
        return happened switch
        {
            RunStarted e => view with { Sync = e.Sync, Purpose = e.Purpose, Plan = e.Plan, StartedAt = at },
            ReadCompleted e => view with { Reads = view.Reads.Add(e.Receipt) },
            ReadIncomplete e => view with { Reads = view.Reads.Add(e.Receipt) },
            RunCompleted e => view with { Status = RunStatus.Completed, EndedAt = at, Plan = e.Plan, Results = e.Results, Digest = e.Digest },
            RunInterrupted e => view with { Status = RunStatus.Interrupted, EndedAt = at, Interruption = e.Reason },
            _ => view,
        };
    }
}

/// <summary>Questions about runs.</summary>
public interface IRunQueries
{
    /// <summary>The newest runs of a sync, newest first.</summary>
    Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken);
}
