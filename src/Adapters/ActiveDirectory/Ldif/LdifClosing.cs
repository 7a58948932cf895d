using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>How a file ends.</summary>
internal enum LdifEnd
{
    /// <summary>With proof that it is whole.</summary>
    Whole,

    /// <summary>Without closing lines.</summary>
    Unmarked,

    /// <summary>With closing lines that say it is not whole.</summary>
    Broken,
}

/// <summary>
/// Follows the lines with which <c>ldapsearch</c> closes an export: <c>result: 0 Success</c>, with paging once a page, and at the end
/// <c># numEntries: 312</c>. Several exports in one file each have their own.
/// </summary>
internal sealed class LdifClosing
{
    private int entries;
    private bool succeeded;
    private bool pagesLeft;
    private bool closed;

    private static ReadOnlySpan<byte> CountMark => " numEntries: "u8;

    private static ReadOnlySpan<byte> CookieMark => "cookie="u8;

    /// <summary>What is wrong with the closing lines, or null.</summary>
    internal string? Trouble { get; private set; }

    internal LdifEnd End => this switch
    {
        { Trouble: not null } => LdifEnd.Broken,
        { pagesLeft: true } => LdifEnd.Broken,
        { closed: true, entries: 0 } => LdifEnd.Whole,
        _ => LdifEnd.Unmarked,
    };

    /// <summary>Why the end is not <see cref="LdifEnd.Whole"/>.</summary>
    internal string Why => Trouble ?? (pagesLeft
        ? "the export stopped between two pages (run ldapsearch with -E pr=1000/noprompt)"
        : "it has no closing lines ('result: 0 Success' and '# numEntries: …'), so that a file that was cut off cannot be told from a whole one");

    internal void Entry()
    {
        entries++;
        closed = false;
    }

    /// <summary>A comment, without its <c>#</c>.</summary>
    internal void Comment(ReadOnlySpan<byte> text, int line)
    {
        if (!text.StartsWith(CountMark))
        {
            return;
        }

        if (!Utf8Parser.TryParse(text[CountMark.Length..].Trim(" "u8), out int count, out _) || count != entries)
        {
            Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"line {line} says '#{Encoding.UTF8.GetString(text)}', but there are {entries} entries: a part of the file is missing or was added"));
        }

        closed = succeeded;
        succeeded = false;
        entries = 0;
    }

    /// <summary>A closing line that is not a comment.</summary>
    internal void Line(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int line)
    {
        if (Ascii.EqualsIgnoreCase(name, "result"))
        {
            succeeded = value.StartsWith("0 "u8) || value.SequenceEqual("0"u8);
            if (!succeeded)
            {
                Fail(string.Create(CultureInfo.InvariantCulture, $"line {line} says 'result: {Encoding.UTF8.GetString(value)}': the export did not come to a clean end"));
            }
        }
        else if (Ascii.EqualsIgnoreCase(name, "pagedresults"))
        {
            var cookie = value.IndexOf(CookieMark);
            pagesLeft = cookie >= 0 && cookie + CookieMark.Length < value.Length;
        }
    }

    private void Fail(string trouble) => Trouble ??= trouble;
}
