using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>The hash of a name, and the name of what holds it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HashedName(UInt128 Hash, bool IsEmpty, DistinguishedName Parent);

/// <summary>
/// Names as 128 bits, so that an export of a million entries fits in memory and nobody can make two names meet. The hash of a name is made of its own
/// level and the hash of what is above; since many entries share their parent, that one is remembered by its spelling.
/// </summary>
/// <remarks>
/// An export names each person once for herself and once for every group: names are the most frequent value. So the usual ones (one type, nothing
/// escaped) are hashed from their bytes as they stand; only the others are parsed.
/// </remarks>
internal sealed class NameHashes
{
    private const int ShortLength = 256;
    private static readonly DistinguishedName Empty = DistinguishedName.TryParse("")!;

    /// <summary>Bytes with which a value is not simply what it says.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(b => (byte)b), .. "\"+,;<>\\="u8]);

    private readonly SipHash hash = new();
    private readonly Dictionary<byte[], Above> parents = new(SpellingComparer.Instance);

    /// <summary>The hash of a name in any spelling, or null when it is no name.</summary>
    internal HashedName? Of(ReadOnlySpan<byte> spelling)
    {
        var start = ParentStart(spelling);
        var leaf = start < 0 ? spelling : spelling[..(start - 1)];
        if (Find(start < 0 ? default : spelling[start..]) is not { } above || (start >= 0 && above.Dn.Depth == 0))
        {
            return null; // no name above, or nothing behind the comma
        }

        if (TryOf(leaf, above.Hash, out var quick))
        {
            return new HashedName(quick, IsEmpty: false, above.Dn);
        }

        return DnParser.TryParse(Encoding.UTF8.GetString(leaf)) switch
        {
            [] when start < 0 => new HashedName(UInt128.Zero, IsEmpty: true, Empty),
            [var one] => new HashedName(Of(one, above.Hash), IsEmpty: false, above.Dn),
            _ => null,
        };
    }

    /// <summary>The hash of a parsed name.</summary>
    internal UInt128 Of(DistinguishedName dn) => dn.Depth == 0 ? UInt128.Zero : Of(dn.Leaf, Of(dn.Parent));

    /// <summary>Where the parent's name begins, or -1 when there is one level only.</summary>
    private static int ParentStart(ReadOnlySpan<byte> dn)
    {
        for (var at = 0; at < dn.Length;)
        {
            var next = dn[at..].IndexOfAny((byte)',', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next + 1;
            if (dn[at - 1] == ',')
            {
                return at;
            }

            at++;
        }

        return -1;
    }

    private Above? Find(ReadOnlySpan<byte> spelling)
    {
        var lookup = parents.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(spelling, out var above))
        {
            if (DistinguishedName.TryParse(Encoding.UTF8.GetString(spelling)) is not { } dn)
            {
                return null;
            }

            lookup[spelling] = above = new Above(Of(dn), dn);
        }

        return above;
    }

    private UInt128 Of(RelativeName leaf, UInt128 above)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(leaf.Key) + 16];
        MemoryMarshal.Write(bytes, in above);
        Encoding.UTF8.GetBytes(leaf.Key, bytes.AsSpan(16));
        return hash.Of(bytes);
    }

    /// <summary>Hashes a level that needs no parsing: the same bytes as its <see cref="RelativeName.Key"/>, which is in upper case.</summary>
    private bool TryOf(ReadOnlySpan<byte> leaf, UInt128 above, out UInt128 hashed)
    {
        hashed = default;
        var equals = leaf.IndexOf((byte)'=');
        if (equals <= 0 || equals >= leaf.Length - 1 || leaf.Length > ShortLength)
        {
            return false;
        }

        var value = leaf[(equals + 1)..];
        if (value[0] is (byte)' ' or (byte)'#' || value[^1] == (byte)' ' || value.ContainsAny(Special) || !IsType(leaf[..equals]))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16 + (3 * ShortLength)];
        MemoryMarshal.Write(bytes, in above);
        if (Ascii.ToUpper(leaf, bytes[16..], out var length) != OperationStatus.Done)
        {
            Span<char> text = stackalloc char[ShortLength];
            Span<char> upper = stackalloc char[ShortLength];
            text = text[..Encoding.UTF8.GetChars(leaf, text)];
            upper = upper[..((ReadOnlySpan<char>)text).ToUpperInvariant(upper)];
            length = Encoding.UTF8.GetBytes(upper, bytes[16..]);
        }

        hashed = hash.Of(bytes[..(16 + length)]);
        return true;
    }

    private static bool IsType(ReadOnlySpan<byte> type)
    {
        foreach (var c in type)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name that holds others.</summary>
    private sealed record Above(UInt128 Hash, DistinguishedName Dn);

    private sealed class SpellingComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        internal static readonly SpellingComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var code = default(HashCode);
            code.AddBytes(alternate);
            return code.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
