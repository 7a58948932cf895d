using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Testing;

/// <summary>The order in which a source gives records: units first, each after the unit it stands in; the rest as it stands or shuffled.</summary>
internal static class ReadingOrder
{
    internal static IEnumerable<SourceRecord> Of(IEnumerable<SourceRecord> records, int? seed)
    {
        var list = records.ToArray();
        if (seed is { } number)
        {
            new Random(number).Shuffle(list);
        }

        var units = list.Where(record => record.Kind == EntryKind.Unit).ToArray();
        var parents = units.GroupBy(unit => unit.Anchor, StringComparer.Ordinal)
            .ToDictionary(unit => unit.Key, unit => unit.First().Parent, StringComparer.Ordinal);
        return [.. units.OrderBy(unit => Depth(unit.Anchor, parents)), .. list.Where(record => record.Kind != EntryKind.Unit)];
    }

    /// <summary>How many units are above; a circle, which no directory has, ends by the number of units.</summary>
    private static int Depth(string anchor, Dictionary<string, string?> parents)
    {
        var depth = 0;
        for (var at = parents[anchor]; at is not null && parents.TryGetValue(at, out var above) && depth <= parents.Count; at = above)
        {
            depth++;
        }

        return depth;
    }
}
