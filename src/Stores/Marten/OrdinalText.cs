using System.Text;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// A text whose order by UTF-8 bytes (PostgreSQL's collation "C") is the ordinal order of .NET, which goes by UTF-16 units. They differ
/// only where a character beyond U+FFFF meets one from U+E000 to U+FFFF: the former gets U+D7FF in front, which no script uses. Texts without such
/// characters, which is nearly all, stay as they are.
/// </summary>
internal static class OrdinalText
{
    private const char Mark = '\uD7FF';
    private const char MarkItself = '\u0001';

    internal static string Of(string text)
    {
        if (!text.Any(c => char.IsHighSurrogate(c) || c == Mark))
        {
            return text;
        }

        var sortable = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c == Mark ? sortable.Append(Mark).Append(MarkItself)
                : char.IsHighSurrogate(c) ? sortable.Append(Mark).Append(c)
                : sortable.Append(c);
        }

        return sortable.ToString();
    }

    internal static string Back(string sortable)
    {
        if (!sortable.Contains(Mark, StringComparison.Ordinal))
        {
            return sortable;
        }

        var text = new StringBuilder(sortable.Length);
        for (var i = 0; i < sortable.Length; i++)
        {
            if (sortable[i] == Mark)
            {
                i++;
                text.Append(sortable[i] == MarkItself ? Mark : sortable[i]);
            }
            else
            {
                text.Append(sortable[i]);
            }
        }

        return text.ToString();
    }
}
