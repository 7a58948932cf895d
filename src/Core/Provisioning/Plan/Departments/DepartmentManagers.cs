using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Finds who manages each department: whom more than half of its people name as their manager. People have no manager in the target, departments have. Sees
/// every person who stays, and gives a row for each department of which the target says something else. Pure.
/// </summary>
internal sealed class DepartmentManagers(PlanningWorld world, RowDraft draft)
{
    private readonly SortedDictionary<string, Votes> departments = new(StringComparer.Ordinal);

    /// <summary>Takes note of whom a person names.</summary>
    internal void See(EntryState person)
    {
        if (!world.Policy.DepartmentManagers
            || person.Attributes[AttributeNames.Manager] is not { } manager
            || manager == person.Key.Anchor
            || !PlanningWorld.IsActive(person)
            || world.Verdict(person) != ScopeVerdict.InScope
            || world.Fields.DesiredDepartment(person) is not { } path || world.Org.IsBroken(path))
        {
            return;
        }

        if (!departments.TryGetValue(path.Key, out var votes))
        {
            departments[path.Key] = votes = new Votes(path);
        }

        votes.Add(new EntryKey(person.Key.System, EntryKind.Account, manager));
    }

    /// <summary>The entries whose states must be at hand for the rows: who shall manage, and who does.</summary>
    internal IEnumerable<EntryKey> Needs() => Chosen().SelectMany(chosen => new[]
    {
        chosen.Manager,
        world.Org.ManagerOf(world.Org.IdOf(chosen.Path)) is { } current ? new EntryKey(world.Target, EntryKind.Account, current) : (EntryKey?)null,
    }).OfType<EntryKey>().Distinct();

    /// <summary>The rows, in order of departments.</summary>
    /// <param name="planOf">The row of a person who has no account yet, or none with access; null when there is none.</param>
    /// <param name="isMade">Whether a department that is not there is made by a selected row, or by one that is not; null when by none.</param>
    internal IEnumerable<PlanRow> Rows(Func<EntryState, PlanRow?> planOf, Func<DepartmentPath, bool?> isMade) =>
        world.ReadsComplete ? Chosen().Select(chosen => Row(chosen.Path, chosen.Manager, planOf, isMade)).OfType<PlanRow>() : [];

    /// <summary>The id of the row that gives a department its manager.</summary>
    internal static string IdOf(DepartmentPath path) => RowDraft.IdOf(RowKind.Department, $"manager\u001f{path.Key}");

    private IEnumerable<(DepartmentPath Path, EntryKey Manager)> Chosen() =>
        departments.Values.Select(votes => (votes.Path, Manager: votes.Winner())).Where(chosen => chosen.Manager is not null).Select(chosen => (chosen.Path, chosen.Manager!.Value));

    private PlanRow? Row(DepartmentPath path, EntryKey chosen, Func<EntryState, PlanRow?> planOf, Func<DepartmentPath, bool?> isMade)
    {
        if (world.Correlator.Person(chosen) is not { } manager || !PlanningWorld.IsActive(manager))
        {
            return null; // Whoever they name is not there: who manages them is not known.
        }

        if (world.Persons.RestraintOf(world.Persons.Of(manager)) is not null)
        {
            return null; // Whoever is left as he is gets no department either.
        }

        var unit = world.Org.IdOf(path);
        var isSelected = unit is not null ? true : isMade(path);
        if (isSelected is null)
        {
            return null; // Nobody is put into it by this plan, so it is not made.
        }

        var current = world.Org.ManagerOf(unit);
        var account = manager.LinkTo(world.Target)?.AccountId;
        if (account is not null && account == current)
        {
            return null;
        }

        var hasAccess = account is not null && world.KeepsAccess(account);
        var first = hasAccess ? null : planOf(manager);
        if (!hasAccess && first is not { Status: RowStatus.New or RowStatus.Bind or RowStatus.Unblock })
        {
            return null; // Waits until there is an account with access; then the next plan has the row.
        }

        string[] requires = [.. unit is null ? [DepartmentPlanner.IdOf(path)] : Array.Empty<string>(), .. first is null ? Array.Empty<string>() : [first.Id]];
        var name = PersonNames.Of(manager);
        var before = current is null ? null : world.Correlator.Account(current) is { } known ? PersonNames.Of(known) : current;
        return new PlanRow
        {
            Id = IdOf(path),
            Kind = RowKind.Department,
            Status = RowStatus.Update,
            Situation = Situation.None,
            Reason = Reason.ManagerChanged,
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"Most people of '{path.Text}' who name a manager in {chosen.System} name {name}; {world.Target} has {before ?? "nobody"}."),
            Selected = isSelected.Value && (first?.Selected ?? true),
            Source = draft.SourceOf(manager),
            Target = new RowTarget(unit, path.Names[^1], null, false),
            Changes = [new FieldChange(AttributeNames.Manager, before, name)],
            Department = path.Names,
            Effects = [Effect.SetManager],
            Requires = [.. requires.Order(StringComparer.Ordinal)],
        };
    }

    private sealed class Votes(DepartmentPath path)
    {
        private readonly Dictionary<EntryKey, int> counts = [];
        private int total;

        internal DepartmentPath Path => path;

        internal void Add(EntryKey manager)
        {
            counts[manager] = counts.GetValueOrDefault(manager) + 1;
            total++;
        }

        internal EntryKey? Winner() => counts.Where(count => 2 * count.Value > total).Select(count => (EntryKey?)count.Key).FirstOrDefault();
    }
}
