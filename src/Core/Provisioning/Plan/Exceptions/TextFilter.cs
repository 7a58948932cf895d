using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// How a filter's text is looked for: anywhere in a value, literally, ignoring case, Unicode form and runs of blanks. A field that an entry does not have is no
/// match; of several values any counts. Pure.
/// </summary>
public static class TextFilter
{
    /// <summary>The name of the field that is no attribute: the names of the units from the top down to the entry's, with <c>/</c> between them.</summary>
    public const string Path = "path";

    /// <summary>The longest text of a filter, in characters.</summary>
    public const int TextLengthMax = 256;

    /// <summary>The value in which the filter finds its text, or null. A filter of nothing but blanks finds nothing.</summary>
    internal static string? Find(FilterAdded filter, EntryState entry, UnitTree units)
    {
        if (entry.Key.Kind != filter.Kind || CanonicalText.NameKey(filter.Text) is not { Length: > 0 } text)
        {
            return null;
        }

        if (filter.Field == Path)
        {
            var path = string.Join('/', units.NamesAbove(entry));
            return Has(path, text) ? path : null;
        }

        foreach (var value in entry.Attributes.Values(filter.Field))
        {
            if (Has(value, text))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>What makes two filters the same one.</summary>
    internal static string KeyOf(EntryKind kind, string field, string text) => $"{EntryKindText.Of(kind)} {field}\t{CanonicalText.NameKey(text)}";

    /// <summary>A filter as people read it.</summary>
    internal static string Text(string field, string text) => $"{field} contains '{text}'";

    private static bool Has(string value, string text) => CanonicalText.NameKey(value).Contains(text, StringComparison.Ordinal);
}
