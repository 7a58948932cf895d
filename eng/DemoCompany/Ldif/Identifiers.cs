using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.DemoCompany.Ldif;

/// <summary>Ids that follow from an entry's key.</summary>
internal static class Identifiers
{
    /// <summary>The domain's part of every security identifier: S-1-5-21-2893021456-1184620973-3460917225.</summary>
    private static readonly uint[] DomainParts = [21, 2893021456, 1184620973, 3460917225];

    /// <summary>A version 4 id in all but its origin.</summary>
    public static Guid ObjectGuid(DirectoryEntry entry)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("corp.example/" + entry.Key))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The security identifier's bytes (MS-DTYP, section 2.4.2.2); of the domain itself without a last part.</summary>
    public static byte[] Sid(int? rid)
    {
        uint[] parts = rid is { } last ? [.. DomainParts, (uint)last] : DomainParts;
        var bytes = new byte[8 + (4 * parts.Length)];
        bytes[0] = 1;
        bytes[1] = (byte)parts.Length;
        bytes[7] = 5; // the NT authority
        for (var i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), parts[i]);
        }

        return bytes;
    }
}
