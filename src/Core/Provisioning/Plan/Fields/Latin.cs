using System.Text;
using AnyAscii;

namespace SyncEngine.Provisioning;

/// <summary>
/// Writes text in Latin letters. Latin letters stay as they are, marks included; every other letter goes by the table of AnyAscii (for Cyrillic
/// that is close to BGN/PCGN: Юлия is Yuliya). A letter that the table does not have is kept: nothing is ever dropped. Pure, and the same text for
/// what is Latin already.
/// </summary>
internal static class Latin
{
    /// <summary>The table and the rules here, for the policy: raised whenever the same text may come out differently.</summary>
    internal const string Table = "translit@1";

    internal static string Of(string text)
    {
        if (!HasOthers(text))
        {
            return text;
        }

        var latin = new StringBuilder(text.Length * 2);
        Rune? before = null;
        for (var at = 0; at < text.Length;)
        {
            var rune = RuneAt(text, at);
            at += Rune.TryGetRuneAt(text, at, out _) ? rune.Utf16SequenceLength : 1;
            Rune? after = at < text.Length ? RuneAt(text, at) : null;
            latin.Append(IsOther(rune) ? Written(rune, before, after) : rune.ToString());
            before = rune;
        }

        return latin.ToString();
    }

    /// <summary>Whether a text has letters that are not Latin: after <see cref="Of"/> only those that the table does not have.</summary>
    internal static bool HasOthers(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsOther(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Half a character, which no observed value has, counts as the sign for one that is broken.</summary>
    private static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;

    private static string Written(Rune rune, Rune? before, Rune? after)
    {
        var letter = rune.ToString();
        var written = letter.Transliterate();
        if (written.Length == 0)
        {
            return letter;
        }

        // ЮЛИЯ is YULIYA, Юлия is Yuliya: several letters for a capital follow its neighbours.
        var inCapitals = after is { } next && Rune.IsLetter(next) ? Rune.IsUpper(next) : before is { } last && Rune.IsUpper(last);
        return Rune.IsUpper(rune) && inCapitals ? written.ToUpperInvariant() : written;
    }

    private static bool IsOther(Rune rune) => Rune.IsLetter(rune) && !IsLatinLetter(rune.Value);

    /// <summary>Basic Latin to Latin Extended-B, and Latin Extended Additional (Unicode, Blocks.txt).</summary>
    private static bool IsLatinLetter(int code) => code is < 0x250 or (>= 0x1E00 and <= 0x1EFF);
}
