using System.Text;

namespace SyncEngine.Model;

/// <summary>Text in the form in which values are stored and compared.</summary>
public static class CanonicalText
{
    /// <summary>
    /// Trimmed (no-break spaces too), Unicode NFC, null when nothing is left. Text that is not valid Unicode (a lone surrogate) has the
    /// broken parts replaced by U+FFFD, as is U+0000: it is kept, visibly damaged, never dropped.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // No store can keep U+0000 in a text; one such value must not refuse a whole batch.
        var trimmed = (text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text).Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }

        if (Ascii.IsValid(trimmed))
        {
            return trimmed;
        }

        try
        {
            return trimmed.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(trimmed)).Normalize(NormalizationForm.FormC);
        }
    }

    /// <summary>A key under which two spellings of one name meet: <see cref="Of"/>, inner runs of blanks as one space, upper case by the invariant culture.</summary>
    public static string NameKey(string? text) =>
        string.Join(' ', (Of(text) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
