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
/// The digest of a run. Storage format: the SHA-256 over the sorted hashes of its events, each the SHA-256 of the JSON array
/// <c>[stream, version, stored name, event]</c>. Sorted, because a store numbers the streams of one transaction as it likes; within a stream the
/// version tells the order.
/// </summary>
internal static class RunDigest
{
    internal static EventHash Hash(EventTypeMap types, StreamName stream, long version, IEngineEvent happened)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new object[] { stream.Value, version, types.NameOf(happened.GetType()), JsonSerializer.SerializeToElement(happened, happened.GetType(), EngineJson.Options) },
            EngineJson.Options);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        return new EventHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>The digest over the events of a run, in whatever order they are given. Sorts the list.</summary>
    internal static Fingerprint Of(List<EventHash> hashes)
    {
        hashes.Sort();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (ref readonly var hash in CollectionsMarshal.AsSpan(hashes))
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, hash.High);
            BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], hash.Low);
            digest.AppendData(bytes);
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
