using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Rows in the binary format of COPY, written into one buffer that grows and is used again. JSON goes straight into it as UTF-8, without a
/// text in between. Not for concurrent use.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this buffer.")]
internal sealed class CopyRows : IBufferWriter<byte>
{
    private const byte JsonbVersion = 1;

    // As Npgsql does: half a surrogate pair is an error, not silently another character.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly byte[] HeaderBytes = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Utf8JsonWriter json;
    private byte[] buffer;

    internal CopyRows(int capacity)
    {
        buffer = new byte[capacity];
        json = new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = EngineJson.Options.Encoder, SkipValidation = true });
    }

    internal int Length { get; private set; }

    internal ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    internal void Clear() => Length = 0;

    /// <summary>What a stream of rows begins with.</summary>
    internal void Header() => Raw(HeaderBytes);

    /// <summary>What a stream of rows ends with.</summary>
    internal void End() => BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);

    /// <summary>Begins a row.</summary>
    internal void Row(short columns) => BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);

    internal void Int64(long value)
    {
        var place = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(place, 8);
        BinaryPrimitives.WriteInt64BigEndian(place[4..], value);
    }

    internal void Int32(int value)
    {
        var place = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(place, 4);
        BinaryPrimitives.WriteInt32BigEndian(place[4..], value);
    }

    internal void Int16(short value)
    {
        var place = Take(6);
        BinaryPrimitives.WriteInt32BigEndian(place, 2);
        BinaryPrimitives.WriteInt16BigEndian(place[4..], value);
    }

    internal void Bool(bool value)
    {
        var place = Take(5);
        BinaryPrimitives.WriteInt32BigEndian(place, 1);
        place[4] = value ? (byte)1 : (byte)0;
    }

    internal void Uuid(Guid value)
    {
        var place = Take(20);
        BinaryPrimitives.WriteInt32BigEndian(place, 16);
        value.TryWriteBytes(place[4..], bigEndian: true, out _);
    }

    /// <summary>A point in time, which the server keeps in microseconds.</summary>
    internal void Timestamp(DateTimeOffset value) =>
        Int64((value.UtcTicks - new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks) / TimeSpan.TicksPerMicrosecond);

    internal void Text(string value)
    {
        var place = GetSpan(4 + Utf8.GetMaxByteCount(value.Length));
        var length = Utf8.GetBytes(value, place[4..]);
        BinaryPrimitives.WriteInt32BigEndian(place, length);
        Advance(4 + length);
    }

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value.Length);
        Raw(value);
    }

    /// <summary>A <c>bigint[]</c>.</summary>
    internal void Int64s(ReadOnlySpan<long> values)
    {
        const int bigintType = 20;
        var start = Length;
        Take(4);
        Plain(values.Length == 0 ? 0 : 1);
        Plain(0);
        Plain(bigintType);
        if (values.Length > 0)
        {
            Plain(values.Length);
            Plain(1);
            foreach (var value in values)
            {
                Int64(value);
            }
        }

        SetLength(start);
    }

    /// <summary>A <c>jsonb</c>, or a <c>json</c> when it is not binary.</summary>
    internal void Json(object value, JsonTypeInfo type, bool binary = true)
    {
        var start = Length;
        Take(4);
        if (binary)
        {
            Take(1)[0] = JsonbVersion;
        }

        json.Reset(this);
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
        SetLength(start);
    }

    /// <summary>Bytes in the format already.</summary>
    internal void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(Length);
    }

    private Span<byte> Take(int count)
    {
        Reserve(count);
        var place = buffer.AsSpan(Length, count);
        Length += count;
        return place;
    }

    private void Plain(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    private void SetLength(int start) => BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(start), Length - start - 4);

    private void Reserve(int count)
    {
        if (buffer.Length - Length < Math.Max(count, 256))
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + Math.Max(count, 256)));
        }
    }
}
