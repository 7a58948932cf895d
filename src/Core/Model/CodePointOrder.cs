namespace SyncEngine.Model;

/// <summary>
/// Orders texts by Unicode code point. That is the order of their UTF-8 bytes, thus of PostgreSQL's collation "C"; it differs from .NET's
/// ordinal order (by UTF-16 unit) only where a character beyond U+FFFF meets one from U+E000 to U+FFFF.
/// </summary>
public sealed class CodePointOrder : IComparer<string>
{
    private CodePointOrder()
    {
    }

    /// <summary>The one comparer.</summary>
    public static CodePointOrder Comparer { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        var at = x.AsSpan().CommonPrefixLength(y);
        return at == x.Length || at == y.Length ? x.Length.CompareTo(y.Length) : Rank(x[at]).CompareTo(Rank(y[at]));
    }

    /// <summary>Surrogates, halves of what lies beyond U+FFFF, behind everything else.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
