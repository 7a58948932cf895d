using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Takes note of departments that people need and the target lacks, and makes the people's rows wait for them; at the end gives a row for each,
/// parents before children. A department is made only when a row that is applied needs it.
/// </summary>
internal sealed class DepartmentPlanner(PlanningWorld world)
{
    private readonly Dictionary<string, Needed> needed = new(StringComparer.Ordinal);

    /// <summary>The department that a row puts its person into, or null when it says nothing of one.</summary>
    internal DepartmentPath? Wanted(PlanRow row, EntryState person) =>
        row.Effects.Length > 0 && row.Changes.FirstOrDefault(c => c.Field == AttributeNames.Department) is { To: not null }
            ? world.Fields.DesiredDepartment(person)
            : null;

    /// <summary>The row, waiting for its department if that is not there yet.</summary>
    internal PlanRow Pass(PlanRow row, DepartmentPath? path)
    {
        if (path is null || row.Effects.Length == 0 || world.Org.IdOf(path) is not null)
        {
            return row;
        }

        for (var at = path; at is not null && world.Org.IdOf(at) is null; at = at.Parent)
        {
            if (!needed.TryGetValue(at.Key, out var known))
            {
                needed[at.Key] = known = new Needed(at);
            }

            known.People += row.Selected ? 1 : 0;
        }

        return row with { Requires = [.. row.Requires.Append(IdOf(path)).Order(StringComparer.Ordinal)] };
    }

    /// <summary>After all people: whether a department that is not there is made by a selected row, or by one that is not; null when by none.</summary>
    internal bool? IsMade(DepartmentPath path) => needed.TryGetValue(path.Key, out var known) ? known.People > 0 : null;

    /// <summary>The rows of the departments themselves.</summary>
    internal IEnumerable<PlanRow> Rows() => needed.Values
        .OrderBy(d => d.Path.Names.Length).ThenBy(d => d.Path.Key, StringComparer.Ordinal)
        .Select(d => Row(d.Path, d.People))
        .Concat(world.Org.Circles.Select(Circle));

    /// <summary>The id of a department's row, by its normalised path.</summary>
    internal static string IdOf(DepartmentPath path) => RowDraft.IdOf(RowKind.Department, path.Key);

    /// <summary>The id of the row of a department that stands in a circle.</summary>
    internal static string IdOfCircle(EntryKey unit) => RowDraft.IdOf(RowKind.Department, unit.ToString());

    private PlanRow Row(DepartmentPath path, int count)
    {
        var parent = path.Parent;
        ImmutableArray<string> requires = parent is not null && world.Org.IdOf(parent) is null ? [IdOf(parent)] : [];
        return new PlanRow
        {
            Id = IdOf(path),
            Kind = RowKind.Department,
            Status = world.TargetComplete ? RowStatus.New : RowStatus.Deferred,
            Situation = Situation.None,
            Reason = world.TargetComplete ? Reason.DepartmentMissing : Reason.ReadIncomplete,
            Text = world.TargetComplete
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Department '{path.Text}' is not in {world.Target}; {(count == 1 ? "1 selected row needs" : string.Create(CultureInfo.InvariantCulture, $"{count} selected rows need"))} it. It is made only if one of them is applied.")
                : $"Department '{path.Text}' was not seen in {world.Target}, whose reading was incomplete; it is not made.",
            Selected = world.TargetComplete && count > 0,
            Target = new RowTarget(null, path.Names[^1], null, false),
            Changes = [new FieldChange(AttributeNames.Department, null, path.Text)],
            Department = path.Names,
            Effects = world.TargetComplete ? [Effect.CreateDepartment] : [],
            Requires = requires,
            TargetPrecondition = Fingerprint.None,
        };
    }

    private PlanRow Circle(EntryState unit) => new()
    {
        Id = IdOfCircle(unit.Key),
        Kind = RowKind.Department,
        Status = RowStatus.Conflict,
        Situation = Situation.None,
        Reason = Reason.OrgCycle,
        Text = $"Department '{UnitTree.NameOf(unit)}' of {world.Target} stands in a circle of parents; nobody is put into it. Correct the org chart there.",
        Target = new RowTarget(unit.Key.Anchor, UnitTree.NameOf(unit), null, false),
    };

    private sealed class Needed(DepartmentPath path)
    {
        internal DepartmentPath Path => path;

        internal int People { get; set; }
    }
}
