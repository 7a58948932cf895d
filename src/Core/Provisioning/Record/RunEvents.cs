using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

// Events of a run's stream, beside the reading events of History.

/// <summary>What a run is for.</summary>
public enum RunPurpose
{
    /// <summary>Reads and prepares a plan.</summary>
    Prepare = 0,

    /// <summary>Applies a plan.</summary>
    Apply = 1,
}

/// <summary>A run began.</summary>
public sealed record RunStarted(SyncName Sync, RunPurpose Purpose, PlanId? Plan, string Engine) : IEngineEvent;

/// <summary>One row of the applied plan came to its end. Rows that were not to be applied have no such event.</summary>
public sealed record RowSettled(RowOutcome Outcome) : IEngineEvent;

/// <summary>
/// A run came to its end. <paramref name="Digest"/> is the hash over every event the run appended before this one, chained to the digest of
/// the sync's run before (<paramref name="Previous"/>).
/// </summary>
public sealed record RunCompleted(
    PlanId? Plan, long EventsAppended, ImmutableSortedDictionary<string, int> Results, Fingerprint Digest, Fingerprint Previous) : IEngineEvent;

/// <summary>A run ended before its end, by an error or a cancellation.</summary>
public sealed record RunInterrupted(string Reason) : IEngineEvent;
