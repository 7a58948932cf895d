using System.Collections.Immutable;
using System.Text;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>A department as the names from the top of the org chart down to it.</summary>
internal sealed record DepartmentPath(ImmutableArray<string> Names)
{
    internal const string TextSeparator = " / ";

    /// <summary>How it is shown: names separated by <c> / </c>.</summary>
    internal string Text => string.Join(TextSeparator, Names);

    /// <summary>Under which two spellings of the same path meet.</summary>
    internal string Key => KeyOf(Names);

    /// <summary>Names the department where its whole path would be too long.</summary>
    internal Fingerprint Fingerprint => Fingerprint.Of(Encoding.UTF8.GetBytes(Key));

    internal DepartmentPath? Parent => Names.Length > 1 ? new DepartmentPath(Names[..^1]) : null;

    internal static string KeyOf(IEnumerable<string> names) => string.Join('\u001f', names.Select(CanonicalText.NameKey));

    /// <summary>Reads the text of a source; a backslash before the separator makes it part of a name. Null when nothing is left.</summary>
    internal static DepartmentPath? Parse(string? text, string? separator)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var names = string.IsNullOrEmpty(separator) ? [text] : Split(text, separator);
        var kept = names.Select(CanonicalText.Of).OfType<string>().ToImmutableArray();
        return kept.Length == 0 ? null : new DepartmentPath(kept);
    }

    private static List<string> Split(string text, string separator)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                name.Append(text[i + 1]);
                i += 2;
            }
            else if (string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0)
            {
                names.Add(name.ToString());
                name.Clear();
                i += separator.Length;
            }
            else
            {
                name.Append(text[i++]);
            }
        }

        names.Add(name.ToString());
        return names;
    }
}
