using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The units of one system as a tree: gives the path of names from the top to a unit. A circle made by hand ends the path where it closes.</summary>
internal sealed class UnitTree(IEnumerable<EntryState> units)
{
    private readonly Dictionary<string, EntryState> byAnchor =
        units.Where(u => u.Key.Kind == EntryKind.Unit).ToDictionary(u => u.Key.Anchor, StringComparer.Ordinal);

    private readonly Dictionary<string, ImmutableArray<string>> names = new(StringComparer.Ordinal);

    internal IEnumerable<EntryState> All => byAnchor.Values;

    internal EntryState? Find(string anchor) => byAnchor.GetValueOrDefault(anchor);

    /// <summary>The units from the top down to this one; empty for null. A unit that is not known is left out.</summary>
    internal ImmutableArray<EntryState> Path(string? anchor)
    {
        var path = new List<EntryState>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (anchor is not null && visited.Add(anchor) && byAnchor.TryGetValue(anchor, out var unit))
        {
            path.Add(unit);
            anchor = unit.Parent;
        }

        path.Reverse();
        return [.. path];
    }

    internal ImmutableArray<string> Names(string? anchor) => anchor is null ? []
        : names.TryGetValue(anchor, out var known) ? known
        : names[anchor] = [.. Path(anchor).Select(NameOf)];

    /// <summary>The units that stand in a circle of parents, in order of anchors.</summary>
    internal ImmutableArray<EntryState> InCircles() =>
        [.. byAnchor.Values.Where(IsInCircle).OrderBy(u => u.Key)];

    internal static string NameOf(EntryState unit) => unit.Attributes[AttributeNames.Name] ?? unit.Key.Anchor;

    private bool IsInCircle(EntryState start)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var anchor = start.Parent;
        while (anchor is not null && visited.Add(anchor) && byAnchor.TryGetValue(anchor, out var unit))
        {
            if (unit.Key == start.Key)
            {
                return true;
            }

            anchor = unit.Parent;
        }

        return false;
    }
}
