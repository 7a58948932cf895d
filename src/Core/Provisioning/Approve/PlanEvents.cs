using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

// Events of a plan's stream.

/// <summary>A plan was prepared. What is needed to compute it again from events, and to see that the result is the same.</summary>
public sealed record PlanPrepared(
    SyncName Sync, Fingerprint Fingerprint, PlanInputs Inputs, long Sequence, string Engine, DateTimeOffset PreparedAt,
    ImmutableSortedDictionary<string, int> Counts) : IEngineEvent;

/// <summary>Limits hold rows of the plan back.</summary>
public sealed record PlanHeld(ImmutableArray<HeldLimit> Limits) : IEngineEvent;

/// <summary>A person allowed what a limit held, for this fingerprint only.</summary>
public sealed record PlanApproved(Fingerprint Fingerprint, Actor By, string Reason, DateTimeOffset Until) : IEngineEvent;

/// <summary>A person said of some rows whether they are to be applied, or what was said of an earlier plan holds on because the rows are the same.</summary>
public sealed record PlanRowsChosen(ImmutableArray<RowChoice> Choices) : IEngineEvent;

/// <summary>A person turned the plan down: it is never applied.</summary>
public sealed record PlanRejected(Actor By, string Reason) : IEngineEvent;

/// <summary>A newer plan of the same sync takes its place.</summary>
public sealed record PlanSuperseded(PlanId By) : IEngineEvent;

/// <summary>A run applied the plan.</summary>
public sealed record PlanApplied(RunId Run) : IEngineEvent;
