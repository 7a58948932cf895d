using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SyncEngine.Model;

/// <summary>
/// SHA-256 of what matters in an observation, a policy or a plan: 32 bytes, written as 64 lower-case hexadecimal digits. A million of them are
/// kept at once, so it holds no text.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Fingerprint : IComparable<Fingerprint>
{
    /// <summary>How many bytes a fingerprint has.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly UInt128 high;
    private readonly UInt128 low;

    private Fingerprint(ReadOnlySpan<byte> bytes)
    {
        high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>No fingerprint: of something not observed. Its bytes are all zero, which is the hash of nothing that anybody knows.</summary>
    public static Fingerprint None => default;

    /// <summary>The 64 digits, or the empty text for <see cref="None"/>. Made anew by each call.</summary>
    public string Value => this == None ? "" : string.Create(2 * Length, this, static (digits, self) => self.Write(digits));

    /// <summary>The first 12 digits, enough for people.</summary>
    public string Abbreviated => this == None ? "" : Value[..12];

    /// <summary>The first 16 bytes: enough to tell apart what one run compares.</summary>
    internal UInt128 High => high;

    /// <summary>The fingerprint of bytes.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new Fingerprint(hash);
    }

    /// <summary>Reads back what <see cref="TryWriteBytes"/> wrote: 32 bytes that are a SHA-256 already. No bytes at all give <see cref="None"/>.</summary>
    /// <exception cref="FormatException">There are neither none nor 32 bytes.</exception>
    public static Fingerprint FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => None,
        Length => new Fingerprint(bytes),
        _ => throw new FormatException($"{bytes.Length} bytes are not a fingerprint: {Length} are expected."),
    };

    /// <summary>Reads a stored fingerprint back; the empty text gives <see cref="None"/>.</summary>
    /// <exception cref="FormatException">The text is neither empty nor 64 lower-case hexadecimal digits.</exception>
    public static Fingerprint Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return None;
        }

        Span<byte> bytes = stackalloc byte[Length];
        return text.Length == 2 * Length
            && !text.AsSpan().ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done
                ? new Fingerprint(bytes)
                : throw new FormatException($"'{text}' is not a fingerprint: 64 lower-case hexadecimal digits are expected.");
    }

    /// <summary>Writes the 32 bytes (zeros for <see cref="None"/>); false when there is no room for them.</summary>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], low);
        return true;
    }

    /// <summary>By the bytes, first to last: an order for sorting, without further meaning.</summary>
    public int CompareTo(Fingerprint other) => high != other.high ? high.CompareTo(other.high) : low.CompareTo(other.low);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Writes the digits in ASCII and says how many: 64, or none for <see cref="None"/>.</summary>
    internal int WriteAscii(Span<byte> digits)
    {
        if (this == None)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[Length];
        TryWriteBytes(bytes);
        Convert.TryToHexStringLower(bytes, digits, out var written);
        return written;
    }

    private void Write(Span<char> digits)
    {
        Span<byte> bytes = stackalloc byte[Length];
        TryWriteBytes(bytes);
        Convert.TryToHexStringLower(bytes, digits, out _);
    }
}
