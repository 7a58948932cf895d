namespace SyncEngine.Model;

/// <summary>
/// The order of texts by Unicode code points, which is the order of their UTF-8 bytes: the same on any machine, and the one that databases
/// keep (PostgreSQL's collation "C"). Ordinal order differs from it where a character beyond U+FFFF meets one from U+E000 to U+FFFF.
/// </summary>
internal static class CodePointOrder
{
    internal static int Compare(string? one, string? other)
    {
        var a = one.AsSpan();
        var b = other.AsSpan();
        var same = a.CommonPrefixLength(b);
        return same < a.Length && same < b.Length ? Rank(a[same]) - Rank(b[same]) : a.Length - b.Length;
    }

    // Surrogates, which stand for code points beyond U+FFFF, go behind the rest.
    private static int Rank(char unit) => unit switch
    {
        < '\uD800' => unit,
        <= '\uDFFF' => unit + 0x2000,
        _ => unit - 0x0800,
    };
}
