using System.Runtime.InteropServices;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>A part of a buffer.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Slice(int Start, int Length)
{
    internal ReadOnlySpan<byte> Of(ReadOnlySpan<byte> buffer) => buffer.Slice(Start, Length);
}

/// <summary>
/// Reads BER as LDAP restricts it (RFC 4511, section 5.1: definite lengths, primitive strings) without copying. Positions are relative to
/// the whole buffer, so that an entry can keep slices of it. Anything malformed is an <see cref="LdapException"/>, never an index error.
/// </summary>
internal ref struct BerReader
{
    internal const byte Boolean = 0x01;
    internal const byte Integer = 0x02;
    internal const byte OctetString = 0x04;
    internal const byte Enumerated = 0x0A;
    internal const byte Sequence = 0x30;
    internal const byte Set = 0x31;

    private readonly ReadOnlySpan<byte> buffer;
    private readonly int end;
    private int position;

    internal BerReader(ReadOnlySpan<byte> buffer)
        : this(buffer, new Slice(0, buffer.Length))
    {
    }

    internal BerReader(ReadOnlySpan<byte> buffer, Slice part)
    {
        this.buffer = buffer;
        position = part.Start;
        end = part.Start + part.Length;
    }

    internal readonly bool AtEnd => position >= end;

    /// <summary>The tag of the next element, or 0 at the end.</summary>
    internal readonly byte NextTag => AtEnd ? (byte)0 : buffer[position];

    /// <summary>
    /// The length of the message that begins the buffer, header included; 0 when too little of it has arrived to tell.
    /// </summary>
    internal static long MessageLength(ReadOnlySpan<byte> received)
    {
        if (received.Length == 0)
        {
            return 0;
        }

        if (received[0] != Sequence)
        {
            throw LdapException.Protocol($"a message begins with 0x{received[0]:X2} where a sequence (0x30) is expected");
        }

        return TryLength(received, 1, received.Length, out var contentStart, out var length) ? contentStart + length : 0;
    }

    /// <summary>Reads the next element's content, whatever its tag.</summary>
    internal Slice ReadAny(out byte tag)
    {
        if (position >= end)
        {
            throw LdapException.Protocol("an element is missing");
        }

        tag = buffer[position];
        if ((tag & 0x1F) == 0x1F)
        {
            throw LdapException.Protocol("a tag of more than one byte");
        }

        if (!TryLength(buffer, position + 1, end, out var start, out var length) || length > end - start)
        {
            throw LdapException.Protocol("an element is longer than what holds it");
        }

        position = start + (int)length;
        return new Slice(start, (int)length);
    }

    /// <summary>Reads the content of the next element, which must have this tag.</summary>
    internal Slice Read(byte tag)
    {
        var content = ReadAny(out var found);
        return found == tag
            ? content
            : throw LdapException.Protocol($"tag 0x{found:X2} where 0x{tag:X2} is expected");
    }

    /// <summary>Steps into the next element, which must have this tag; this reader stands behind it then.</summary>
    internal BerReader Enter(byte tag) => new(buffer, Read(tag));

    internal readonly ReadOnlySpan<byte> Bytes(Slice slice) => slice.Of(buffer);

    /// <summary>Reads a whole number of at most four bytes.</summary>
    internal int ReadInteger(byte tag = Integer)
    {
        var bytes = Bytes(Read(tag));
        if (bytes.Length is 0 or > 4)
        {
            throw LdapException.Protocol($"a number of {bytes.Length} bytes");
        }

        var value = unchecked((int)(sbyte)bytes[0]);
        foreach (var next in bytes[1..])
        {
            value = (value << 8) | next;
        }

        return value;
    }

    private static bool TryLength(ReadOnlySpan<byte> data, int at, int end, out int contentStart, out long length)
    {
        contentStart = at + 1;
        length = 0;
        if (at >= end)
        {
            return false;
        }

        var first = data[at];
        if (first < 0x80)
        {
            length = first;
            return true;
        }

        var count = first & 0x7F;
        if (count is 0 or > 4)
        {
            throw LdapException.Protocol($"a length in {count} bytes (1 to 4 are allowed)");
        }

        contentStart += count;
        if (contentStart > end)
        {
            return false;
        }

        foreach (var next in data.Slice(at + 1, count))
        {
            length = (length << 8) | next;
        }

        return true;
    }
}
