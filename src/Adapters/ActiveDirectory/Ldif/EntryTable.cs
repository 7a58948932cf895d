using System.Runtime.InteropServices;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>What the index knows of one entry.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedEntry(Guid? Id, AdClass Class, bool Deleted, int Line, long Offset);

/// <summary>
/// The entries of an export by the hash of their name and by their id, in about 62 bytes each: found by open addressing over numbers of entries;
/// the entries themselves lie in pieces that are never copied.
/// </summary>
internal sealed class EntryTable
{
    private const int PieceBits = 13;
    private const int PieceLength = 1 << PieceBits;
    private const byte DeletedBit = 0x80;
    private readonly List<Piece> pieces = [];
    private int[] byName = new int[1 << 10];
    private int[] byId = new int[1 << 10];

    internal int Count { get; private set; }

    internal IndexedEntry? Find(UInt128 name) => NumberOfName(name, out _) is { } number ? At(number) : null;

    internal IndexedEntry? Find(Guid id) => NumberOfId(id, out _) is { } number ? At(number) : null;

    /// <summary>Adds an entry; or gives the one that has the same name, or the same id, and adds nothing.</summary>
    internal (IndexedEntry? SameName, IndexedEntry? SameId) Add(UInt128 name, IndexedEntry entry)
    {
        if (NumberOfName(name, out var nameBucket) is { } sameName)
        {
            return (At(sameName), null);
        }

        var idBucket = -1;
        if (entry.Id is { } id && NumberOfId(id, out idBucket) is { } sameId)
        {
            return (null, At(sameId));
        }

        if (Count == pieces.Count << PieceBits)
        {
            pieces.Add(new Piece());
        }

        var piece = pieces[Count >> PieceBits];
        var at = Count & (PieceLength - 1);
        piece.Names[at] = name;
        piece.Ids[at] = entry.Id.GetValueOrDefault();
        piece.HasId[at] = entry.Id is not null;
        piece.Classes[at] = (byte)((byte)entry.Class | (entry.Deleted ? DeletedBit : 0));
        piece.Lines[at] = entry.Line;
        piece.Offsets[at] = entry.Offset;
        byName[nameBucket] = ++Count;
        if (idBucket >= 0)
        {
            byId[idBucket] = Count;
        }

        if (Count * 2 > byName.Length)
        {
            Grow();
        }

        return default;
    }

    private IndexedEntry At(int number)
    {
        var piece = pieces[number >> PieceBits];
        var at = number & (PieceLength - 1);
        return new IndexedEntry(
            piece.HasId[at] ? piece.Ids[at] : null,
            (AdClass)(piece.Classes[at] & ~DeletedBit),
            (piece.Classes[at] & DeletedBit) != 0,
            piece.Lines[at],
            piece.Offsets[at]);
    }

    private int? NumberOfName(UInt128 name, out int bucket)
    {
        for (bucket = BucketOf(name); byName[bucket] is > 0 and var number; bucket = (bucket + 1) & (byName.Length - 1))
        {
            if (pieces[(number - 1) >> PieceBits].Names[(number - 1) & (PieceLength - 1)] == name)
            {
                return number - 1;
            }
        }

        return null;
    }

    private int? NumberOfId(Guid id, out int bucket)
    {
        for (bucket = BucketOf(id); byId[bucket] is > 0 and var number; bucket = (bucket + 1) & (byId.Length - 1))
        {
            if (pieces[(number - 1) >> PieceBits].Ids[(number - 1) & (PieceLength - 1)] == id)
            {
                return number - 1;
            }
        }

        return null;
    }

    private void Grow()
    {
        byName = new int[byName.Length * 2];
        byId = new int[byName.Length];
        for (var number = 0; number < Count; number++)
        {
            var piece = pieces[number >> PieceBits];
            var at = number & (PieceLength - 1);
            Put(byName, BucketOf(piece.Names[at]), number);
            if (piece.HasId[at])
            {
                Put(byId, BucketOf(piece.Ids[at]), number);
            }
        }
    }

    private static void Put(int[] buckets, int bucket, int number)
    {
        while (buckets[bucket] > 0)
        {
            bucket = (bucket + 1) & (buckets.Length - 1);
        }

        buckets[bucket] = number + 1;
    }

    private int BucketOf(UInt128 name) => unchecked((int)(ulong)name) & (byName.Length - 1);

    /// <summary>Ids are mostly random, but need not be: their bits are mixed (Fibonacci hashing).</summary>
    private int BucketOf(Guid id)
    {
        var bits = MemoryMarshal.Read<UInt128>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in id)));
        var mixed = unchecked(((ulong)bits ^ ((ulong)(bits >> 64) * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93);
        return (int)(mixed >> 33) & (byId.Length - 1);
    }

    /// <summary>Some thousand entries, side by side.</summary>
    private sealed class Piece
    {
        internal readonly UInt128[] Names = new UInt128[PieceLength];
        internal readonly Guid[] Ids = new Guid[PieceLength];
        internal readonly bool[] HasId = new bool[PieceLength];
        internal readonly byte[] Classes = new byte[PieceLength];
        internal readonly int[] Lines = new int[PieceLength];
        internal readonly long[] Offsets = new long[PieceLength];
    }
}
