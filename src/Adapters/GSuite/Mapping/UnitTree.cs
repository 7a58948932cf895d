using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Mapping;

/// <summary>
/// The organizational units of one reading: their records, parents first, and where a path leads. Read again, it gives only the units that are new, and
/// keeps the paths that lead somewhere from before: users read earlier name them.
/// </summary>
internal sealed class UnitTree
{
    private const string Root = "/";
    private readonly Dictionary<string, string> byPath = new(StringComparer.Ordinal);
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>Units that came without an id, a path or a parent that is there; they are left out.</summary>
    internal int Unusable { get; private set; }

    /// <summary>Takes a list of all units, and gives the records of those not given before.</summary>
    internal IReadOnlyList<SourceRecord> Add(IReadOnlyList<GoogleUnit?> units)
    {
        var usable = units.OfType<GoogleUnit>().Where(unit => unit is { OrgUnitId.Length: > 0, OrgUnitPath.Length: > 1 }).DistinctBy(unit => unit.OrgUnitId).ToList();
        Unusable = units.Count - usable.Count;
        var fresh = new List<SourceRecord>();
        var waiting = usable.Where(unit => !given.Contains(unit.OrgUnitId!)).ToLookup(unit => IsAtTop(unit) ? Root : unit.ParentOrgUnitId ?? "");
        var reached = new Queue<(string Key, string? Anchor)>([(Root, null), .. given.Order(StringComparer.Ordinal).Select(id => (id, (string?)id))]);
        while (reached.TryDequeue(out var parent))
        {
            foreach (var unit in waiting[parent.Key].OrderBy(unit => unit.OrgUnitId, StringComparer.Ordinal).Where(unit => given.Add(unit.OrgUnitId!)))
            {
                fresh.Add(ToRecord(unit, parent.Anchor));
                reached.Enqueue((unit.OrgUnitId!, unit.OrgUnitId));
            }
        }

        foreach (var unit in usable)
        {
            if (given.Contains(unit.OrgUnitId!))
            {
                byPath[unit.OrgUnitPath!] = unit.OrgUnitId!;
            }
            else
            {
                Unusable++;
            }
        }

        return fresh;
    }

    /// <summary>Whether a path leads to a unit that was given, or to the root; the root's anchor is null.</summary>
    internal bool TryFind(string? path, out string? anchor)
    {
        anchor = null;
        return string.IsNullOrEmpty(path) || path == Root || byPath.TryGetValue(path, out anchor);
    }

    /// <summary>Whether a text is a unit's id.</summary>
    internal static bool IsId(string anchor) => anchor.StartsWith("id:", StringComparison.Ordinal) && anchor.Length is > 3 and <= 100 && anchor.Skip(3).All(char.IsAsciiLetterOrDigit);

    internal static SourceRecord ToRecord(GoogleUnit unit, string? parent) => new()
    {
        Kind = EntryKind.Unit,
        Anchor = unit.OrgUnitId!,
        Parent = parent,
        Attributes = AttributeSet.Of((AttributeNames.Name, unit.Name ?? unit.OrgUnitPath![(unit.OrgUnitPath!.LastIndexOf('/') + 1)..])),
    };

    /// <summary>The root is in no list of units: those right below it have no parent here.</summary>
    internal static bool IsAtTop(GoogleUnit unit) => unit.ParentOrgUnitPath == Root || unit.OrgUnitPath!.LastIndexOf('/') == 0;
}
