using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>The SHA-256 of one event in its place: 32 bytes, kept for every event of a run until its end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventHash(UInt128 High, UInt128 Low) : IComparable<EventHash>
{
    public int CompareTo(EventHash other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);
}

/// <summary>
/// Hashes events, each as the JSON array <c>[stream, version, stored name, event]</c>, through one buffer that is used again. Not for concurrent use.
/// </summary>
internal sealed class EventHasher : IDisposable
{
    private readonly EventTypeMap types;
    private readonly ArrayBufferWriter<byte> line = new(4_096);
    private readonly Utf8JsonWriter writer;

    internal EventHasher(EventTypeMap types)
    {
        this.types = types;
        writer = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = EngineJson.Options.Encoder, SkipValidation = true });
    }

    internal EventHash Hash(StreamName stream, long version, IEngineEvent happened)
    {
        line.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartArray();
        writer.WriteStringValue(stream.Value);
        writer.WriteNumberValue(version);
        writer.WriteStringValue(types.NameOf(happened.GetType()));
        JsonSerializer.Serialize(writer, happened, happened.GetType(), EngineJson.Options);
        writer.WriteEndArray();
        writer.Flush();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line.WrittenSpan, hash);
        return new EventHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    public void Dispose() => writer.Dispose();
}

/// <summary>
/// The digest of a run. Storage format: the SHA-256 over the sorted hashes of its events, each the SHA-256 of the JSON array
/// <c>[stream, version, stored name, event]</c>. Sorted, because a store numbers the streams of one transaction as it likes; within a stream the
/// version tells the order.
/// </summary>
internal static class RunDigest
{
    private const int PieceCount = 128;

    internal static EventHash Hash(EventTypeMap types, StreamName stream, long version, IEngineEvent happened)
    {
        using var hasher = new EventHasher(types);
        return hasher.Hash(stream, version, happened);
    }

    /// <summary>The digest over the events of a run, in whatever order they are given. Sorts the list.</summary>
    internal static Fingerprint Of(List<EventHash> hashes)
    {
        hashes.Sort();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> piece = stackalloc byte[PieceCount * SHA256.HashSizeInBytes];
        var rest = CollectionsMarshal.AsSpan(hashes);
        while (rest.Length > 0)
        {
            var count = Math.Min(rest.Length, PieceCount);
            for (var i = 0; i < count; i++)
            {
                var bytes = piece[(i * SHA256.HashSizeInBytes)..];
                BinaryPrimitives.WriteUInt128BigEndian(bytes, rest[i].High);
                BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], rest[i].Low);
            }

            digest.AppendData(piece[..(count * SHA256.HashSizeInBytes)]);
            rest = rest[count..];
        }

        return Fingerprint.FromBytes(digest.GetHashAndReset());
    }

    /// <summary>Chains the digest of a run's events to the digest of the run before.</summary>
    internal static Fingerprint Chain(Fingerprint previous, Fingerprint events)
    {
        using var writer = new FingerprintWriter();
        return writer.Add(previous).Add(events).Finish();
    }
}
