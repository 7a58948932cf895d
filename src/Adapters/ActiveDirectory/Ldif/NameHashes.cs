using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>A name and its hash. The name itself is put together only when it is asked for.</summary>
internal readonly record struct HashedName(UInt128 Hash, RelativeName? Leaf, DistinguishedName Parent)
{
    internal bool IsEmpty => Leaf is null;

    internal DistinguishedName Dn => Leaf is null ? Parent : Parent.Below(Leaf);
}

/// <summary>
/// Names as 128 bits of SHA-256, so that an export of a million entries fits in memory and nobody can make two names meet. The hash of a name is made of
/// its own level and the hash of what is above; since many entries share their parent, that one is remembered by its spelling.
/// </summary>
internal sealed class NameHashes
{
    private static readonly DistinguishedName Empty = DistinguishedName.TryParse("")!;
    private readonly Dictionary<string, (UInt128 Hash, DistinguishedName Dn)> parents = new(StringComparer.Ordinal);

    /// <summary>The hash of a name in any spelling, or null when it is no name.</summary>
    internal HashedName? Of(ReadOnlySpan<char> spelling)
    {
        var start = DistinguishedName.ParentStart(spelling);
        var leaf = DnParser.TryParse(start < 0 ? spelling : spelling[..(start - 1)]);
        if (leaf is null || leaf.Length > 1 || (leaf.Length == 0 && start >= 0))
        {
            return null;
        }

        var lookup = parents.GetAlternateLookup<ReadOnlySpan<char>>();
        var above = start < 0 ? "" : spelling[start..];
        if (!lookup.TryGetValue(above, out var parent))
        {
            if (DistinguishedName.TryParse(above) is not { } dn)
            {
                return null;
            }

            lookup[above] = parent = (Of(dn), dn);
        }

        if (start >= 0 && parent.Dn.Depth == 0)
        {
            return null; // nothing behind the comma
        }

        return leaf.Length == 0 ? new HashedName(UInt128.Zero, null, Empty) : new HashedName(Of(leaf[0], parent.Hash), leaf[0], parent.Dn);
    }

    /// <summary>The hash of a parsed name.</summary>
    internal static UInt128 Of(DistinguishedName dn) => dn.Depth == 0 ? UInt128.Zero : Of(dn.Leaf, Of(dn.Parent));

    private static UInt128 Of(RelativeName leaf, UInt128 above)
    {
        var length = Encoding.UTF8.GetByteCount(leaf.Key);
        var bytes = length <= 240 ? stackalloc byte[length + 16] : new byte[length + 16];
        MemoryMarshal.Write(bytes, in above);
        Encoding.UTF8.GetBytes(leaf.Key, bytes[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
