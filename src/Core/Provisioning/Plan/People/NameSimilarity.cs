using System.Globalization;
using System.Text;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Whether two entries with the same address can be the same person by their names: an address given to a newcomer must not hand over an account.</summary>
internal static class NameSimilarity
{
    /// <summary>True when the names share a word, or cannot be compared (one has none, or they are written in different scripts).</summary>
    internal static bool MayBeSamePerson(EntryState left, EntryState right)
    {
        var a = Words(left);
        var b = Words(right);
        return a.Count == 0 || b.Count == 0 || a.Overlaps(b) || IsLatin(a) != IsLatin(b);
    }

    private static HashSet<string> Words(EntryState entry)
    {
        var text = string.Join(
            ' ',
            entry.Attributes[AttributeNames.FirstName],
            entry.Attributes[AttributeNames.LastName],
            entry.Attributes[AttributeNames.FirstName] is null ? entry.Attributes[AttributeNames.Name] : null);
        return [.. Folded(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Upper case without marks: é meets e, ё meets е.</summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ');
            }
        }

        return folded.ToString();
    }

    private static bool IsLatin(HashSet<string> words) => words.All(word => word.All(c => c < '\u0250'));
}
