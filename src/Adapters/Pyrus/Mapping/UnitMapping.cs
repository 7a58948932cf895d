using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>Departments as records of the engine, parents before children.</summary>
internal static class UnitMapping
{
    internal static SourceRecord ToRecord(Department department) => new()
    {
        Kind = EntryKind.Unit,
        Anchor = AccountMapping.Text(department.Id),
        Parent = department.ParentId is { } parent ? AccountMapping.Text(parent) : null,
        Attributes = AttributeSet.Of(
            (AttributeNames.Name, department.Name),
            (AttributeNames.Manager, department.ManagerId is { } manager ? AccountMapping.Text(manager) : null),
            (AttributeNames.ExternalId, department.ExternalId)),
    };

    /// <summary>Where there is no chart: the departments that people are in, flat.</summary>
    internal static IReadOnlyList<Department> FromPeople(IEnumerable<Person> people) =>
    [
        .. people.Where(p => p.DepartmentId is not null)
            .GroupBy(p => p.DepartmentId!.Value)
            .Select(g => new Department(g.Key, g.Select(p => p.DepartmentName).Where(n => n is not null).Min(StringComparer.Ordinal), null, null, null))
            .OrderBy(d => d.Id),
    ];

    /// <summary>By depth, then id. Departments in a circle (made by hand) come last: they are shown as they are.</summary>
    internal static IReadOnlyList<Department> ParentsFirst(IReadOnlyList<Department> departments)
    {
        var parents = departments.ToDictionary(d => d.Id, d => d.ParentId);
        return [.. departments.OrderBy(d => Depth(d.Id, parents)).ThenBy(d => d.Id)];
    }

    private static int Depth(long id, Dictionary<long, long?> parents)
    {
        var depth = 0;
        while (parents.TryGetValue(id, out var parent) && parent is { } above)
        {
            if (++depth > parents.Count)
            {
                return int.MaxValue;
            }

            id = above;
        }

        return depth;
    }
}
