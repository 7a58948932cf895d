using SyncEngine.Model;

namespace SyncEngine;

/// <summary>The stages a run passes, as progress names them.</summary>
public enum ProgressStage
{
    /// <summary>Reading a system, observing and recording.</summary>
    Read = 0,

    /// <summary>Asking a system for entries it did not show.</summary>
    Confirm = 1,

    /// <summary>Planning.</summary>
    Plan = 2,

    /// <summary>Writing to the target.</summary>
    Apply = 3,

    /// <summary>The run ended.</summary>
    Done = 4,
}

/// <summary>A step of a run. For screens; nothing depends on it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Sync">The sync.</param>
/// <param name="Stage">Where it is.</param>
/// <param name="Subject">The system or person concerned.</param>
/// <param name="Done">How many so far.</param>
/// <param name="Total">Of how many, when known.</param>
public sealed record ProgressStep(RunId Run, SyncName Sync, ProgressStage Stage, string Subject, int Done, int? Total);
