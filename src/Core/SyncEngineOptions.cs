using SyncEngine.Capture;

namespace SyncEngine;

/// <summary>Bounds of the engine, each with a default and a maximum.</summary>
public sealed class SyncEngineOptions
{
    /// <summary>Records in one batch of a reading. Default 500; 1 to 10,000.</summary>
    public int ReadBatchSize { get; set; } = ReadRequest.BatchSizeDefault;

    /// <summary>
    /// Streams appended in one transaction. Default 5,000; 1 to 50,000. Groups count by their members too, so that a transaction stays small enough
    /// for memory.
    /// </summary>
    public int AppendBatchSize { get; set; } = 5_000;

    /// <summary>Entries asked for in one confirmation. Default 100; 1 to 1,000.</summary>
    public int ConfirmBatchSize { get; set; } = 100;

    /// <summary>How old a plan may be when it is applied. Default 24 hours; 1 minute to 30 days.</summary>
    public TimeSpan PlanAgeMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an approval over a limit holds. Default 24 hours; 1 minute to 30 days.</summary>
    public TimeSpan ApprovalAgeMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often a system that can tell its changes is read in full all the same, since changes do not show everything: who was moved out of what may be
    /// read, or whom a lost right hides. Default 24 hours; 0 (every reading is full) to 30 days.
    /// </summary>
    public TimeSpan FullReadEvery { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Writes that may be under way to a target at the same time while a plan is applied. Default 4; 1 to 16. Only rows that need nothing of each other are
    /// written at the same time, and never two to one account, department or role.
    /// </summary>
    public int ConcurrentWritesMax { get; set; } = 4;
}
