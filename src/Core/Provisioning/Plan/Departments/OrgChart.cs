using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The departments of the target, found by normalised path.</summary>
internal sealed class OrgChart
{
    private readonly UnitTree tree;
    private readonly SystemName? system;
    private readonly Dictionary<string, (string Id, DepartmentPath Path)> byKey = new(StringComparer.Ordinal);
    private readonly ILookup<string, DepartmentPath> byName;
    private readonly HashSet<string> namesInCircles;
    private readonly Dictionary<string, string?> texts = new(StringComparer.Ordinal);

    internal OrgChart(IEnumerable<EntryState> units)
    {
        tree = new UnitTree(units.Where(e => e.Presence == EntryPresence.Present));
        system = tree.All.FirstOrDefault()?.Key.System;
        Circles = tree.InCircles();
        var circles = Circles.Select(u => u.Key).ToHashSet();
        namesInCircles = Circles.Select(u => CanonicalText.NameKey(UnitTree.NameOf(u))).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in tree.All.Where(u => !circles.Contains(u.Key)).OrderBy(u => u.Key))
        {
            var path = new DepartmentPath(tree.Names(unit.Key));
            byKey.TryAdd(path.Key, (unit.Key.Anchor, path));
        }

        byName = byKey.Values.Select(d => d.Path)
            .OrderBy(p => p.Names.Length).ThenBy(p => p.Key, StringComparer.Ordinal)
            .ToLookup(p => CanonicalText.NameKey(p.Names[^1]), StringComparer.Ordinal);
    }

    internal ImmutableArray<EntryState> Circles { get; }

    /// <summary>Every department that stands in no circle.</summary>
    internal IEnumerable<DepartmentPath> All => byKey.Values.Select(d => d.Path);

    /// <summary>
    /// Whether a path that the chart does not have goes through the name of a department in a circle: then it may be there all the same, and making it would be
    /// making it twice.
    /// </summary>
    internal bool IsBroken(DepartmentPath path) =>
        namesInCircles.Count > 0 && IdOf(path) is null && path.Names.Any(name => namesInCircles.Contains(CanonicalText.NameKey(name)));

    internal string? IdOf(DepartmentPath path) => byKey.TryGetValue(path.Key, out var known) ? known.Id : null;

    /// <summary>The id of the account that manages a department, or null.</summary>
    internal string? ManagerOf(string? departmentId) => KeyOf(departmentId) is not { } unit ? null : tree.Find(unit)?.Attributes[AttributeNames.Manager];

    private EntryKey? KeyOf(string? departmentId) => departmentId is null || system is not { } target ? null : new EntryKey(target, EntryKind.Unit, departmentId);

    /// <summary>The department that is shown by this text, or null: what a before-image remembers.</summary>
    internal DepartmentPath? Find(string text) => byKey.Values.Select(d => d.Path).FirstOrDefault(path => path.Text == text);

    /// <summary>How a department is shown, or null for none and for one that is not there.</summary>
    internal string? TextOf(string? departmentId)
    {
        if (departmentId is null)
        {
            return null;
        }

        if (texts.TryGetValue(departmentId, out var text))
        {
            return text;
        }

        var names = tree.Names(KeyOf(departmentId));
        return texts[departmentId] = names.Length == 0 ? null : new DepartmentPath(names).Text;
    }

    /// <summary>
    /// The path that a source's department means: with a separator the path from the top; a bare name is the existing department of that name
    /// nearest to the top, or a new one at the top.
    /// </summary>
    internal DepartmentPath Resolve(DepartmentPath wanted, bool bareName)
    {
        if (byKey.TryGetValue(wanted.Key, out var known))
        {
            return known.Path;
        }

        return bareName && byName[CanonicalText.NameKey(wanted.Names[^1])].FirstOrDefault() is { } found ? found : wanted;
    }
}
