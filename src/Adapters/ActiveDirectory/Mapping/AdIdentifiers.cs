using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>Object GUIDs and security identifiers, from the bytes the directory gives or from the text a person wrote into an export.</summary>
internal static class AdIdentifiers
{
    /// <summary>The bytes at the beginning of an account's or group's security identifier that tell its domain; the first of them count its parts.</summary>
    internal const int DomainSidLength = SidHeaderLength + 16;

    private const int SidHeaderLength = 8;

    /// <summary>An object's id, or null when the value is none.</summary>
    internal static Guid? ObjectId(ReadOnlySpan<byte> value) => value.Length switch
    {
        16 => new Guid(value),
        36 when Utf8Parser.TryParse(value, out Guid id, out var used, 'D') && used == 36 => id,
        _ => null,
    };

    /// <summary>The id as anchor: 8-4-4-4-12, lower case.</summary>
    internal static string Anchor(Guid id) => id.ToString("D");

    /// <summary>A security identifier as text (<c>S-1-5-21-…</c>), or null when the value is none (MS-DTYP, section 2.4.2).</summary>
    internal static string? Sid(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("S-1-"u8))
        {
            return Encoding.ASCII.GetString(value);
        }

        if (value.Length < SidHeaderLength || value[0] != 1 || value.Length != SidHeaderLength + (4 * value[1]))
        {
            return null;
        }

        var authority = ((long)BinaryPrimitives.ReadUInt16BigEndian(value[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        var text = new StringBuilder("S-1-").Append(authority.ToString(CultureInfo.InvariantCulture));
        for (var at = SidHeaderLength; at < value.Length; at += 4)
        {
            text.Append('-').Append(BinaryPrimitives.ReadUInt32LittleEndian(value[at..]).ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Whether these are the bytes of an identifier S-1-5-21-a-b-c-d: of something in a domain.</summary>
    internal static bool IsInDomain(ReadOnlySpan<byte> sid) =>
        sid.Length == DomainSidLength + 4 && sid.StartsWith((ReadOnlySpan<byte>)[1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0]);

    /// <summary>The domain's identifier within an account's or group's, or null for one that belongs to no domain (<c>S-1-5-32-544</c>).</summary>
    internal static string? DomainOf(string sid)
    {
        var last = sid.LastIndexOf('-');
        return sid.StartsWith("S-1-5-21-", StringComparison.Ordinal) && sid.Count(c => c == '-') == 7 ? sid[..last] : null;
    }
}
