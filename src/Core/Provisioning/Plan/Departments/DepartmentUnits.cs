using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Departments that are the units of the source: the names from below a given unit down to the one a person stands in. Pure.</summary>
internal sealed class DepartmentUnits(UnitTree units, string below)
{
    private readonly string? root = below.Length == 0 ? null : DepartmentPath.Parse(below, "/")?.Key;
    private readonly Dictionary<EntryKey, DepartmentPath?> known = [];

    /// <summary>The department of a unit's people, or null when it is the root itself, or not below it.</summary>
    internal DepartmentPath? Of(EntryState person)
    {
        if (UnitTree.Above(person) is not { } unit)
        {
            return null;
        }

        if (known.TryGetValue(unit, out var path))
        {
            return path;
        }

        var names = units.Names(unit);
        return known[unit] = Below(names) is { Length: > 0 } inner ? new DepartmentPath(inner) : null;
    }

    private ImmutableArray<string> Below(ImmutableArray<string> names)
    {
        if (root is null)
        {
            return names;
        }

        for (var depth = 1; depth <= names.Length; depth++)
        {
            if (DepartmentPath.KeyOf(names[..depth]) == root)
            {
                return names[depth..];
            }
        }

        return [];
    }
}
