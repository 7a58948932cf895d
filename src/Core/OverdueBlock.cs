using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>A block that nobody applied for more than a day: somebody who should not have access any more still has it.</summary>
/// <param name="Row">The row of the newest plan.</param>
/// <param name="Days">For how many whole days plans have proposed it, 1 or more; 30 stands for longer, too.</param>
public sealed record OverdueBlock(PlanRow Row, int Days);
