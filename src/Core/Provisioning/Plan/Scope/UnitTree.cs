using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The units of some systems as trees: gives the path of names from the top to a unit. A circle made by hand ends the path where it closes.</summary>
internal sealed class UnitTree(IEnumerable<EntryState> units)
{
    private readonly Dictionary<EntryKey, EntryState> byKey = units.Where(u => u.Key.Kind == EntryKind.Unit).ToDictionary(u => u.Key);
    private readonly Dictionary<EntryKey, ImmutableArray<string>> names = [];

    /// <summary>The unit an entry stands in, or null directly under the root.</summary>
    internal static EntryKey? Above(EntryState entry) => entry.Parent is { } parent ? new EntryKey(entry.Key.System, EntryKind.Unit, parent) : null;

    internal IEnumerable<EntryState> All => byKey.Values;

    internal EntryState? Find(EntryKey unit) => byKey.GetValueOrDefault(unit);

    /// <summary>The units from the top down to the one an entry stands in; empty under the root. A unit that is not known is left out.</summary>
    internal ImmutableArray<EntryState> PathAbove(EntryState entry) => Path(Above(entry));

    /// <summary>The units from the top down to this one; empty for null. A unit that is not known is left out.</summary>
    internal ImmutableArray<EntryState> Path(EntryKey? key)
    {
        var path = new List<EntryState>();
        var visited = new HashSet<EntryKey>();
        while (key is { } at && visited.Add(at) && byKey.TryGetValue(at, out var unit))
        {
            path.Add(unit);
            key = Above(unit);
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>The names of the units from the top down to the one an entry stands in.</summary>
    internal ImmutableArray<string> NamesAbove(EntryState entry) => Names(Above(entry));

    internal ImmutableArray<string> Names(EntryKey? key) => key is not { } unit ? []
        : names.TryGetValue(unit, out var known) ? known
        : names[unit] = [.. Path(unit).Select(NameOf)];

    /// <summary>The units that stand in a circle of parents, in order of keys.</summary>
    internal ImmutableArray<EntryState> InCircles() =>
        [.. byKey.Values.Where(IsInCircle).OrderBy(u => u.Key)];

    internal static string NameOf(EntryState unit) => unit.Attributes[AttributeNames.Name] ?? unit.Key.Anchor;

    private bool IsInCircle(EntryState start)
    {
        var visited = new HashSet<EntryKey>();
        var key = Above(start);
        while (key is { } at && visited.Add(at) && byKey.TryGetValue(at, out var unit))
        {
            if (unit.Key == start.Key)
            {
                return true;
            }

            key = Above(unit);
        }

        return false;
    }
}
