using CsCheck;

namespace SyncEngine.Simulation;

/// <summary>How a sync is configured, and what happens between one plan and the next, period by period.</summary>
/// <param name="Latin">Whether names are written in Latin letters, the originals beside them.</param>
/// <param name="Managers">Whether departments get their managers.</param>
/// <param name="HandsOver">Whether the work of leavers is handed over: to their manager, their department's, or a desk.</param>
/// <param name="EmptyRoles">Whether a role is made for a group with nobody in it.</param>
/// <param name="Picked">Whether only one group's people take part.</param>
/// <param name="Synced">Whether everybody was synchronised on the first day.</param>
/// <param name="Periods">What happens.</param>
internal sealed record Life(bool Latin, bool Managers, bool HandsOver, bool EmptyRoles, bool Picked, bool Synced, List<List<Happening>> Periods)
{
    internal static Gen<Life> Any { get; } = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Happenings.Any.List[0, 24].List[1, 5],
        (latin, managers, handsOver, emptyRoles, picked, synced, periods) =>
            new Life(latin, managers, handsOver, emptyRoles, picked, synced, periods));

    public override string ToString() =>
        $"latin {Latin}, managers {Managers}, hands over {HandsOver}, empty roles {EmptyRoles}, picked {Picked}, synced {Synced}: " +
        string.Join(" | ", Periods.Select(period => string.Join(", ", period)));
}
