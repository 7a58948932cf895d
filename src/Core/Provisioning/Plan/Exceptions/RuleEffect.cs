using System.Collections.Immutable;

namespace SyncEngine.Provisioning;

/// <summary>What a change of the rules would do to the next plan, were the world as it was when it was last read.</summary>
/// <param name="Before">The counts of a plan as the rules are.</param>
/// <param name="After">The counts with the change.</param>
/// <param name="Shifts">How many rows would get another status, in order of both; rows that stay as they are do not count.</param>
/// <param name="Examples">Some of those rows, as they would be.</param>
/// <param name="Notes">What a person should know before saying yes.</param>
public sealed record RuleEffect(
    PlanCounts Before, PlanCounts After, ImmutableArray<RowShift> Shifts, ImmutableArray<PlanRow> Examples, ImmutableArray<string> Notes);

/// <summary>Rows that would get another status.</summary>
/// <param name="From">The status as the rules are; null when there is no row.</param>
/// <param name="To">The status with the change; null when there would be no row.</param>
/// <param name="Count">How many.</param>
public sealed record RowShift(RowStatus? From, RowStatus? To, int Count);
