using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What a person said of one row of a plan. It holds for as long as the row stays the same, from plan to plan.</summary>
/// <param name="Row">The row's id.</param>
/// <param name="Taken">True when the row is to be applied, false when it is to be left out.</param>
/// <param name="Seen">The fingerprint of the row that the person saw.</param>
/// <param name="By">Who said so.</param>
public sealed record RowChoice(string Row, bool Taken, Fingerprint Seen, Actor By);
