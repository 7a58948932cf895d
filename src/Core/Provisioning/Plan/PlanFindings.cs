using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Finds the sentences that explain many rows at once, or warn about the plan as a whole.</summary>
internal static class PlanFindings
{
    internal static ImmutableArray<Finding> Of(PlanningWorld world, ImmutableArray<PlanRow> rows) =>
    [
        .. IncompleteReads(world),
        .. MissingGroups(world, rows),
        .. RenamedUnits(world, rows),
        .. BindCoverage(world, rows),
        .. ExcludedLeavers(rows),
    ];

    private static IEnumerable<Finding> IncompleteReads(PlanningWorld world) => world.Input.Reads
        .Where(read => !read.Complete)
        .OrderBy(read => read.System)
        .Select(read => new Finding(
            "ReadIncomplete",
            $"The reading of {read.System} was incomplete, so this plan takes nobody's access away. {Cause(read)}".TrimEnd(),
            0));

    private static string Cause(Receipt read) => read.Problems.FirstOrDefault(p => p.Breaking)?.Message ?? "";

    private static IEnumerable<Finding> MissingGroups(PlanningWorld world, ImmutableArray<PlanRow> rows) =>
        world.Scope.Membership.Missing.Select(group => new Finding(
            "GroupMissing",
            $"The picked group '{group.Text}' is not in {world.Policy.Source} any more. Nobody loses access over it; pick another group, or take it out of the configuration.",
            rows.Count(r => r.Reason == Reason.GroupUnreadable)));

    private static IEnumerable<Finding> RenamedUnits(PlanningWorld world, ImmutableArray<PlanRow> rows)
    {
        var outside = rows.Where(r => r is { Status: RowStatus.Block or RowStatus.Deferred, Reason: Reason.OutsideUnits }).ToList();
        var anchors = outside.Select(r => r.Source!.Anchor).ToHashSet(StringComparer.Ordinal);
        return world.People
            .Where(p => anchors.Contains(p.Key.Anchor))
            .Select(world.Scope.RenamedUnitBehind)
            .OfType<EntryState>()
            .GroupBy(unit => unit.Key)
            .OrderBy(group => group.Key)
            .Select(group => new Finding(
                "OuRenamed",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"One unit was renamed from '{group.First().RenamedFrom}' to '{UnitTree.NameOf(group.First())}', and the units rule does not admit the new name: " +
                    $"that alone explains {group.Count()} of {outside.Count} rows outside the units."),
                group.Count()));
    }

    private static IEnumerable<Finding> BindCoverage(PlanningWorld world, ImmutableArray<PlanRow> rows)
    {
        var people = world.Correlator.Accounts.Count(a => a.Attributes[AttributeNames.AccountType] is null);
        if (people == 0 || world.People.Any(p => p.LinkTo(world.Target) is not null))
        {
            yield break;
        }

        var matched = rows.Count(r => r.Situation == Situation.Found);
        yield return new Finding(
            "FirstSync",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody is linked yet. {matched} of {people} accounts in {world.Target} have the address of somebody in {world.Policy.Source}; few matches would mean a wrong mapping."),
            matched);
    }

    private static IEnumerable<Finding> ExcludedLeavers(ImmutableArray<PlanRow> rows)
    {
        var count = rows.Count(r => r.Reason == Reason.ExcludedButInactive);
        if (count > 0)
        {
            yield return new Finding(
                "ExcludedButInactive",
                string.Create(CultureInfo.InvariantCulture, $"{count} excluded account(s) are no longer active in the source but keep their access."),
                count);
        }
    }
}
