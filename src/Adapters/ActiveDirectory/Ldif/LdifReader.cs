using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>
/// Reads the entries of an LDIF content file (RFC 2849) one by one, into the same form in which a server's entries arrive. Change records are refused,
/// except <c>changetype: add</c>, which is how Windows writes whole entries. Values by URL are refused.
/// </summary>
internal sealed class LdifReader : IDisposable
{
    private static readonly string[] ClosingWords = ["search", "result", "matchedDN", "text", "ref", "control", "pagedresults"];
    private readonly LdifLines lines;
    private readonly AttributeFilter? filter;
    private byte[] buffer = new byte[4096];
    private int used;
    private bool isFirstLine;
    private bool afterComment;

    internal LdifReader(Stream stream, long offset = 0, int line = 0, AttributeFilter? used = null)
    {
        filter = used;
        lines = new LdifLines(stream, offset, line);
        isFirstLine = offset == 0;
    }

    /// <summary>What the file says about its own completeness.</summary>
    internal LdifClosing Closing { get; } = new();

    /// <summary>The entries read so far.</summary>
    internal int Entries { get; private set; }

    /// <summary>The line on which the current entry begins.</summary>
    internal int Line { get; private set; }

    /// <summary>The byte at which the current entry begins.</summary>
    internal long Offset { get; private set; }

    /// <summary>SHA-256 of the file, once it has been read to its end.</summary>
    internal string Digest() => lines.Digest();

    /// <summary>Loads the next entry; false at the end of the file.</summary>
    /// <exception cref="LdifException">A line is broken.</exception>
    internal async ValueTask<bool> ReadAsync(LdapEntry entry, CancellationToken cancellationToken)
    {
        var inEntry = false;
        used = 0;
        while (lines.TryNext() || await lines.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lines.Line.IsEmpty)
            {
                afterComment = false;
                if (inEntry)
                {
                    break;
                }

                continue;
            }

            if (TakeLine(entry, inEntry))
            {
                inEntry = true;
            }
        }

        if (inEntry)
        {
            Entries++;
            Closing.Entry();
        }

        return inEntry;
    }

    public void Dispose() => lines.Dispose();

    /// <summary>Takes one line; true when it belongs to an entry.</summary>
    private bool TakeLine(LdapEntry entry, bool inEntry)
    {
        var line = lines.Line;
        if (isFirstLine)
        {
            isFirstLine = false;
            line = WithoutMark(line);
            if (line.IsEmpty)
            {
                return false;
            }
        }

        if (line[0] == (byte)'#')
        {
            afterComment = true;
            Closing.Comment(line[1..], lines.Number);
            return false;
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            throw Broken("it is no 'name: value' line", "Look at that line: a line that continues the one before begins with a blank.");
        }

        var name = line[..colon];
        if (inEntry)
        {
            TakeAttribute(entry, name, line[(colon + 1)..]);
            return true;
        }

        if (Ascii.EqualsIgnoreCase(name, "dn"))
        {
            Begin(entry, line[(colon + 1)..]);
            return true;
        }

        TakeOutside(name, line[(colon + 1)..]);
        return false;
    }

    private void Begin(LdapEntry entry, ReadOnlySpan<byte> value)
    {
        Line = lines.Number;
        Offset = lines.Offset;
        entry.Begin(buffer, default);
        var dn = Store(entry, value);
        entry.Begin(buffer, dn);
    }

    private void TakeAttribute(LdapEntry entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "dn"))
        {
            throw Broken("a second 'dn:' in one entry", "Put an empty line between two entries.");
        }

        if (Ascii.EqualsIgnoreCase(name, "changetype"))
        {
            if (!Ascii.EqualsIgnoreCase(value.Trim(" "u8), "add"))
            {
                throw Broken(
                    "it is a change ('changetype'), not an entry", "Give an export of the directory's content, not a file of changes; only 'changetype: add' is accepted.");
            }

            return;
        }

        if (filter?.MayUse(name) == false)
        {
            Check(value);
            return;
        }

        var nameAt = Append(entry, name);
        entry.Add(nameAt, Store(entry, value));
    }

    /// <summary>A line between entries: the version, or what ldapsearch writes after the entries.</summary>
    private void TakeOutside(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (afterComment && (name.SequenceEqual("DEL"u8) || name.SequenceEqual("CNF"u8)))
        {
            // ldapsearch repeats the name of an entry in a comment, with the line end that the names of tombstones and of conflicting
            // objects have inside: the rest of the comment stands on a line of its own.
            return;
        }

        if (Ascii.EqualsIgnoreCase(name, "version"))
        {
            if (!value.Trim(" "u8).SequenceEqual("1"u8))
            {
                throw Broken("its LDIF version is not 1", "Export the directory as LDIF version 1.");
            }

            return;
        }

        foreach (var word in ClosingWords)
        {
            if (Ascii.EqualsIgnoreCase(name, word))
            {
                Closing.Line(name, value.Trim(" "u8), lines.Number);
                return;
            }
        }

        throw Broken(
            $"an entry must begin with 'dn:', this begins with '{Encoding.UTF8.GetString(name)}:'",
            "Look at the lines before: an entry must not have an empty line inside.");
    }

    private Slice Store(LdapEntry entry, ReadOnlySpan<byte> value)
    {
        if (value.StartsWith(":"u8))
        {
            return StoreBase64(entry, value[1..].Trim(" "u8));
        }

        CheckText(value);
        return Append(entry, value.TrimStart((byte)' '));
    }

    private Slice StoreBase64(LdapEntry entry, ReadOnlySpan<byte> text)
    {
        Reserve(entry, Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (Base64.DecodeFromUtf8(text, buffer.AsSpan(used), out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
        {
            throw BrokenBase64();
        }

        used += written;
        return new Slice(used - written, written);
    }

    /// <summary>A value that is not used must be in order too.</summary>
    private void Check(ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith(":"u8))
        {
            CheckText(value);
        }
        else if (!Base64.IsValid(value[1..].Trim(" "u8)))
        {
            throw BrokenBase64();
        }
    }

    private void CheckText(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("<"u8))
        {
            throw Broken("its value is given by a URL (':<')", "Export the values themselves; nothing is read from elsewhere.");
        }

        if (!Utf8.IsValid(value))
        {
            throw Broken("its value is not UTF-8", "Save the file as UTF-8, or export the value in base64 ('::').");
        }
    }

    private Slice Append(LdapEntry entry, ReadOnlySpan<byte> bytes)
    {
        Reserve(entry, bytes.Length);
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
        return new Slice(used - bytes.Length, bytes.Length);
    }

    private void Reserve(LdapEntry entry, int length)
    {
        if (buffer.Length - used < length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + length));
            entry.Rebase(buffer);
        }
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw Broken("the file is UTF-16", "Save it as UTF-8 (ldifde: without -u).");
        }

        return line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line[3..] : line;
    }

    private LdifException BrokenBase64() =>
        Broken("its value is not valid base64", "Look at that line: perhaps it was cut or wrapped; a wrapped line goes on after one blank.");

    private LdifException Broken(string problem, string remedy) => new(lines.Number, problem, remedy);
}
