using System.Text;

namespace SyncEngine.Model;

/// <summary>Text in the form in which values are stored and compared.</summary>
public static class CanonicalText
{
    /// <summary>
    /// Trimmed (no-break spaces too), Unicode NFC, null when nothing is left. Text that is not valid Unicode (a lone surrogate, U+FFFE) has the
    /// broken parts replaced by U+FFFD, as is U+0000: it is kept, visibly damaged, never dropped.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null || IsCanonicalAscii(text))
        {
            return text;
        }

        // No store can keep U+0000 in a text; one such value must not refuse a whole batch.
        var trimmed = (text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text).Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }

        if (IsComposed(trimmed))
        {
            return trimmed;
        }

        try
        {
            return trimmed.IsNormalized(NormalizationForm.FormC) ? trimmed : trimmed.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(trimmed));
            return valid.Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormC); // U+FFFE is no character, and not accepted as one
        }
    }

    /// <summary>A key under which two spellings of one name meet: <see cref="Of"/>, inner runs of blanks as one space, upper case by the invariant culture.</summary>
    public static string NameKey(string? text) =>
        string.Join(' ', (Of(text) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    /// <summary>Nearly every value is such a text: one look at it is all it costs.</summary>
    private static bool IsCanonicalAscii(string text) =>
        text.Length > 0 && text[0] > ' ' && text[^1] > ' ' && !text.AsSpan().ContainsAnyExceptInRange('\u0001', '\u007F');

    /// <summary>
    /// Whether a text is in NFC for a reason that is seen from its characters alone: below U+0300, and in the letters of Cyrillic, all begin
    /// a character of their own and are composed already (Unicode Standard Annex 15, section 9: quick check "yes", combining class 0).
    /// </summary>
    private static bool IsComposed(string text)
    {
        foreach (var c in text)
        {
            if (c is not (< '\u0300' or (>= '\u0400' and <= '\u0482') or (>= '\u048A' and <= '\u052F')))
            {
                return false;
            }
        }

        return true;
    }
}
