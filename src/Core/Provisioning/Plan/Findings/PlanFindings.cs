using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Finds the sentences that explain many rows at once, or warn about the plan as a whole. Sees every row once, then says them.</summary>
internal sealed class PlanFindings(PlanningWorld world)
{
    private readonly SortedDictionary<EntryKey, (EntryState Unit, int Rows)> renamed = [];
    private readonly MoveFindings moves = new(world);
    private readonly AlikeDepartments alike = new(world.Org);
    private int groupUnreadable;
    private int outsideUnits;
    private int found;
    private int excludedLeavers;
    private int filtered;
    private int filteredLeavers;
    private int filteredDays;
    private int latin;
    private int notLatin;
    private int ruled;

    /// <summary>Takes note of a row, and of the person it is about.</summary>
    internal void See(PlanRow row, EntryState? person)
    {
        moves.See(row);
        alike.See(row);
        ruled += row is { Status: RowStatus.Update, Reason: Reason.PolicyChanged } ? 1 : 0;
        groupUnreadable += row.Reason == Reason.GroupUnreadable ? 1 : 0;
        found += row.Situation == Situation.Found ? 1 : 0;
        excludedLeavers += row.Reason == Reason.ExcludedButInactive ? 1 : 0;
        filtered += row.Kind == RowKind.User && row.Reason is Reason.Filtered or Reason.FilteredButInactive or Reason.GroupExcluded ? 1 : 0;
        if (row.Reason == Reason.FilteredButInactive)
        {
            filteredLeavers++;
            filteredDays = Math.Max(filteredDays, person is null ? 0 : world.Inactive(person.Key)?.Days ?? 0);
        }

        if (world.Policy.Latin is { } rule)
        {
            var written = row.Changes.Where(change => change.To is not null && rule.Fields.Contains(change.Field, StringComparer.Ordinal)).ToList();
            latin += row.Status == RowStatus.Update && written.Count > 0 ? 1 : 0;
            notLatin += written.Any(change => Latin.HasOthers(change.To!)) ? 1 : 0;
        }

        if (person is not null && row is { Status: RowStatus.Block or RowStatus.Deferred, Reason: Reason.OutsideUnits })
        {
            outsideUnits++;
            if (world.Scope.RenamedUnitBehind(person) is { } unit)
            {
                renamed[unit.Key] = (unit, renamed.GetValueOrDefault(unit.Key).Rows + 1);
            }
        }
    }

    internal ImmutableArray<Finding> All() =>
    [
        .. IncompleteReads(),
        .. MissingGroups(),
        .. new MemberFindings(world).All(),
        .. SourcesLeftOut(),
        .. RulesChanged(),
        .. RenamedUnits(),
        .. BindCoverage(),
        .. ExcludedLeavers(),
        .. Filtered(),
        .. LatinNames(),
        .. moves.All(),
        .. alike.All(),
    ];

    /// <summary>Told until a plan is applied under the policy that leaves the source out.</summary>
    private IEnumerable<Finding> SourcesLeftOut() => (world.Input.AppliedPolicy?.Sources ?? []).Except(world.Policy.Sources).Select(source => new Finding(
        "SourceLeftOut",
        $"{source} is no source of this sync any more, and is not read. Whoever only it knows keeps the account as it is, and keeps access also when leaving: take {source} in again, " +
        "or see to those accounts by hand.",
        0));

    private IEnumerable<Finding> RulesChanged()
    {
        if (ruled > 0)
        {
            yield return new Finding(
                "RulesChanged",
                string.Create(CultureInfo.InvariantCulture, $"{ruled} updates come of changed rules of this sync alone: what is in {world.SourceNames} is as it was. The schedule does not apply them; a person does."),
                ruled);
        }
    }

    private IEnumerable<Finding> LatinNames()
    {
        var table = world.Policy.Latin?.Table;
        if (latin > 0 && world.Input.AppliedPolicy?.Latin?.Table != table)
        {
            yield return new Finding(
                "LatinLetters",
                string.Create(CultureInfo.InvariantCulture, $"{latin} rows change what is written in Latin letters ({string.Join(", ", world.Policy.Latin!.Fields)}); the table {table} is new to this sync."),
                latin);
        }

        if (notLatin > 0)
        {
            yield return new Finding(
                "LettersKept",
                string.Create(CultureInfo.InvariantCulture, $"{notLatin} rows have letters that the table {table} does not have; they are kept as they are."),
                notLatin);
        }
    }

    private IEnumerable<Finding> IncompleteReads() => world.Input.Reads
        .Where(read => !read.Complete)
        .OrderBy(read => read.System)
        .Select(read => new Finding(
            "ReadIncomplete",
            $"The reading of {read.System} was incomplete, so {(ConcernsAll(read.System) ? "this plan takes nobody's access away" : "whoever is known there keeps access by this plan")}. {Cause(read)}".TrimEnd(),
            0));

    /// <summary>One of several sources that was read once already concerns its own people only.</summary>
    private bool ConcernsAll(SystemName system) => !world.Persons.Several || system == world.Target || world.Input.NeverRead.Contains(system);

    private static string Cause(Receipt read) => read.Problems.FirstOrDefault(p => p.Breaking)?.Message ?? "";

    private IEnumerable<Finding> MissingGroups() => world.Scope.Membership.Missing.Select(group =>
        world.Namesakes.Where(namesake => namesake.Picked == group).Select(namesake => namesake.Anchor).ToList() is { Count: > 0 } others
            ? new Finding(
                "GroupReplaced",
                $"The picked group '{group.Text}' is not in {group.KeyIn(world.Policy).System} any more, and another group answers to that text now. It is not the same group, so " +
                $"nobody gains or loses access over it. If it shall take the place of the old one, write its anchor in PickedGroups: {string.Join(", ", others)}.",
                groupUnreadable)
            : new Finding(
                "GroupMissing",
                $"The picked group '{group.Text}' is not in {group.KeyIn(world.Policy).System} any more. Nobody loses access over it; pick another group, or take it out of the configuration.",
                groupUnreadable));

    private IEnumerable<Finding> RenamedUnits() => renamed.Values.Select(r => new Finding(
        "OuRenamed",
        string.Create(
            CultureInfo.InvariantCulture,
            $"One unit was renamed from '{r.Unit.RenamedFrom}' to '{UnitTree.NameOf(r.Unit)}', and the units rule does not admit the new name: " +
            $"that alone explains {r.Rows} of {outsideUnits} rows outside the units."),
        r.Rows));

    private IEnumerable<Finding> BindCoverage()
    {
        if (world.PersonAccounts > 0 && world.Links == 0)
        {
            yield return new Finding(
                "FirstSync",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nobody is linked yet. {found} of {world.PersonAccounts} accounts in {world.Target} have the address of somebody in {world.SourceNames}; few matches would mean a wrong mapping."),
                found);
        }
    }

    private IEnumerable<Finding> ExcludedLeavers()
    {
        if (excludedLeavers > 0)
        {
            yield return new Finding(
                "ExcludedButInactive",
                string.Create(CultureInfo.InvariantCulture, $"{excludedLeavers} excluded {(excludedLeavers == 1 ? "account is no longer active in the source but keeps its" : "accounts are no longer active in the source but keep their")} access{Longest()}."),
                excludedLeavers);
        }
    }

    private string Longest() => world.Input.InactiveSince.Count == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; the longest for {world.Input.InactiveSince.Values.Max(world.Input.DaysSince)} days");

    private IEnumerable<Finding> Filtered()
    {
        if (filtered > 0)
        {
            var keep = filteredLeavers == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {filteredLeavers} of them are no longer active in the source but keep their access; the longest for {filteredDays} days.");
            yield return new Finding(
                "Filtered",
                string.Create(CultureInfo.InvariantCulture, $"{filtered} people are left as they are by filters and excluded groups.{keep}"),
                filtered);
        }
    }
}
