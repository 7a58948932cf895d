using System.Runtime.InteropServices;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>What the index knows of one entry.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedEntry(Guid? Id, AdClass Class, bool Deleted, int Line, long Offset);

/// <summary>
/// The entries of an export by the hash of their name and by their id, in about 58 bytes each: found by open addressing over numbers of entries;
/// the entries themselves lie in pieces that are never copied.
/// </summary>
internal sealed class EntryTable
{
    private const int PieceBits = 13;
    private const int PieceLength = 1 << PieceBits;
    private readonly List<Slot[]> pieces = [];
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
            pieces.Add(new Slot[PieceLength]);
        }

        pieces[Count >> PieceBits][Count & (PieceLength - 1)] = new Slot
        {
            Name = name,
            Id = entry.Id.GetValueOrDefault(),
            Offset = entry.Offset,
            Line = entry.Line,
            Class = entry.Class,
            Bits = (entry.Id is null ? EntryBits.None : EntryBits.HasId) | (entry.Deleted ? EntryBits.Deleted : EntryBits.None),
        };
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

    private ref readonly Slot SlotOf(int number) => ref pieces[number >> PieceBits][number & (PieceLength - 1)];

    private IndexedEntry At(int number)
    {
        ref readonly var slot = ref SlotOf(number);
        return new IndexedEntry(
            slot.Bits.HasFlag(EntryBits.HasId) ? slot.Id : null, slot.Class, slot.Bits.HasFlag(EntryBits.Deleted), slot.Line, slot.Offset);
    }

    private int? NumberOfName(UInt128 name, out int bucket)
    {
        for (bucket = BucketOf(name); byName[bucket] is > 0 and var number; bucket = (bucket + 1) & (byName.Length - 1))
        {
            if (SlotOf(number - 1).Name == name)
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
            if (SlotOf(number - 1).Id == id)
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
            ref readonly var slot = ref SlotOf(number);
            Put(byName, BucketOf(slot.Name), number);
            if (slot.Bits.HasFlag(EntryBits.HasId))
            {
                Put(byId, BucketOf(slot.Id), number);
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

    [Flags]
    private enum EntryBits : byte
    {
        None = 0,
        HasId = 1,
        Deleted = 2,
    }

    /// <summary>One entry: what a look at it needs lies together, since at this size every look is a wait for memory.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Slot
    {
        internal UInt128 Name;
        internal Guid Id;
        internal long Offset;
        internal int Line;
        internal AdClass Class;
        internal EntryBits Bits;
    }
}
