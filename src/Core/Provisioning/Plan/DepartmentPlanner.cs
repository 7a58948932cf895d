using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Adds rows for departments that people need and the target lacks, parents before children, and makes the people's rows wait for them. A
/// department is made only when a row that is applied needs it.
/// </summary>
internal sealed class DepartmentPlanner(PlanningWorld world)
{
    internal (ImmutableArray<PlanRow> Departments, ImmutableArray<PlanRow> People) Plan(IEnumerable<PlanRow> people)
    {
        var needed = new SortedDictionary<string, (DepartmentPath Path, int People)>(StringComparer.Ordinal);
        var waiting = new List<PlanRow>();
        foreach (var row in people)
        {
            if (Wanted(row) is not { } path || world.Org.IdOf(path) is not null)
            {
                waiting.Add(row);
                continue;
            }

            for (var at = path; at is not null && world.Org.IdOf(at) is null; at = at.Parent)
            {
                needed[at.Key] = (needed.TryGetValue(at.Key, out var known) ? known.Path : at, known.People + (row.Selected ? 1 : 0));
            }

            waiting.Add(row with { Requires = [.. row.Requires.Append(IdOf(path)).Order(StringComparer.Ordinal)] });
        }

        var departments = needed.Values
            .OrderBy(d => d.Path.Names.Length).ThenBy(d => d.Path.Key, StringComparer.Ordinal)
            .Select(d => Row(d.Path, d.People))
            .Concat(world.Org.Circles.Select(Circle));
        return ([.. departments], [.. waiting]);
    }

    /// <summary>The id of a department's row, by its normalised path.</summary>
    internal static string IdOf(DepartmentPath path) => RowDraft.IdOf(RowKind.Department, path.Key);

    private DepartmentPath? Wanted(PlanRow row)
    {
        if (row.Effects.Length == 0 || row.Changes.FirstOrDefault(c => c.Field == AttributeNames.Department) is not { To: not null })
        {
            return null;
        }

        var person = people.GetValueOrDefault(row.Source!.Anchor);
        return person is null ? null : world.Fields.DesiredDepartment(person);
    }

    private readonly Dictionary<string, EntryState> people = world.People.ToDictionary(p => p.Key.Anchor, StringComparer.Ordinal);

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
                    $"Department '{path.Text}' is not in {world.Target}; {count} selected row(s) need it. It is made only if one of them is applied.")
                : $"Department '{path.Text}' was not seen in {world.Target}, whose reading was incomplete; it is not made.",
            Selected = world.TargetComplete && count > 0,
            Target = new RowTarget(null, path.Names[^1], null, false),
            Changes = [new FieldChange(AttributeNames.Department, null, path.Text)],
            Effects = world.TargetComplete ? [Effect.CreateDepartment] : [],
            Requires = requires,
            TargetPrecondition = Fingerprint.None,
        };
    }

    private PlanRow Circle(EntryState unit) => new()
    {
        Id = RowDraft.IdOf(RowKind.Department, unit.Key.ToString()),
        Kind = RowKind.Department,
        Status = RowStatus.Conflict,
        Situation = Situation.None,
        Reason = Reason.OrgCycle,
        Text = $"Department '{UnitTree.NameOf(unit)}' of {world.Target} stands in a circle of parents; nobody is put into it. Correct the org chart there.",
        Target = new RowTarget(unit.Key.Anchor, UnitTree.NameOf(unit), null, false),
    };
}
