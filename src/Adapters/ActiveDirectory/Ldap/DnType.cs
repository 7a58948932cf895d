namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>The type in a distinguished name (RFC 4514, section 3): a short name (<c>OU</c>) or a number (<c>2.5.4.11</c>), which mean the same.</summary>
internal static class DnType
{
    private const string NumberMark = "OID.";

    // RFC 4514, section 3, and what Active Directory names entries by.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
    };

    /// <summary>The type as it is written, a number of a known one by its name; null when it is none.</summary>
    internal static string? Parse(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        // Before RFC 4514 numbers were written with a mark; Windows still does.
        var number = text.StartsWith(NumberMark, StringComparison.OrdinalIgnoreCase) ? text[NumberMark.Length..] : text;
        if (IsNumber(number))
        {
            var written = number.ToString();
            return Names.GetValueOrDefault(written, written);
        }

        return char.IsAsciiLetter(text[0]) && !text.Contains('.') ? text.ToString() : null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0'))
            {
                return false;
            }

            parts++;
        }

        return parts > 1;
    }
}
