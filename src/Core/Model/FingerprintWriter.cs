using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.Model;

/// <summary>
/// Hashes a sequence of values so that different sequences give different input bytes: every value is preceded by its length, absent is
/// different from empty. The order of calls is part of a format: change it only together with <c>PlanFormat</c>.
/// </summary>
/// <remarks>
/// What an entry has fits into one borrowed buffer and is hashed in one go, which costs a third of hashing value by value. Only what is longer (a
/// plan, a group with very many members) is hashed piece by piece.
/// </remarks>
internal sealed class FingerprintWriter : IDisposable
{
    private const int FirstLength = 4 * 1024;
    private const int FullLength = 64 * 1024;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int used;
    private IncrementalHash? before;

    internal FingerprintWriter Add(string? text)
    {
        if (text is null)
        {
            return Add(-1);
        }

        Reserve(sizeof(long) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(used + sizeof(long)));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), length);
        used += sizeof(long) + length;
        return this;
    }

    internal FingerprintWriter Add(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), value);
        used += sizeof(long);
        return this;
    }

    internal FingerprintWriter Add(bool value) => Add(value ? 1 : 0);

    /// <summary>As text: the digits with their number before them.</summary>
    internal FingerprintWriter Add(Fingerprint value)
    {
        Reserve(sizeof(long) + (2 * Fingerprint.Length));
        var length = value.WriteAscii(buffer.AsSpan(used + sizeof(long)));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), length);
        used += sizeof(long) + length;
        return this;
    }

    internal FingerprintWriter Add(ImmutableArray<string> values)
    {
        if (values.IsDefault)
        {
            return Add(-1);
        }

        Add(values.Length);
        foreach (var value in values)
        {
            Add(value);
        }

        return this;
    }

    internal FingerprintWriter Add(AttributeSet attributes)
    {
        Add(attributes.Count);
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            Add(attribute.Key).Add(attribute.Value);
        }

        return this;
    }

    internal Fingerprint Finish()
    {
        var rest = buffer.AsSpan(0, used);
        used = 0;
        if (before is null)
        {
            return Fingerprint.Of(rest);
        }

        before.AppendData(rest);
        return Fingerprint.FromBytes(before.GetHashAndReset());
    }

    public void Dispose()
    {
        before?.Dispose();
        before = null;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        used = 0;
    }

    private void Reserve(int length)
    {
        if (buffer.Length - used < length)
        {
            MakeRoom(length);
        }
    }

    private void MakeRoom(int length)
    {
        if (used >= FullLength)
        {
            before ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            before.AppendData(buffer.AsSpan(0, used));
            used = 0;
        }

        if (buffer.Length - used < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, used + length));
            buffer.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }
}
