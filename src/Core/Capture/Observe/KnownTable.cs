using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>What was known of an entry before a reading.</summary>
internal enum Standing
{
    /// <summary>Never seen before.</summary>
    Unknown = 0,

    /// <summary>There, as last observed.</summary>
    Present = 1,

    /// <summary>Suspected to be gone, or something else that makes the next sight of it news.</summary>
    Doubtful = 2,

    /// <summary>Known to be gone.</summary>
    Gone = 3,
}

/// <summary>
/// All entries of one system in about 41 bytes each, so that a reading of a million can be compared: for each the 16 bytes of its key, the first
/// 16 bytes of its fingerprint, and one of bits. Found by open addressing over numbers of entries; the entries themselves lie in pieces that
/// are never copied, so growing takes no second table.
/// </summary>
/// <remarks>
/// Two keys or two fingerprints that meet are no concern. The key of an anchor that is a GUID is the GUID, and of a number (Google's ids) the number: nothing is
/// lost. Any other anchor, and a fingerprint, is 128 bits of SHA-256: among a million entries two meet by chance with a probability of 1 in 10^26, and to
/// make two meet on purpose takes 2^64 hashes.
/// </remarks>
internal sealed class KnownTable
{
    private const int PieceBits = 14;
    private const int PieceLength = 1 << PieceBits;
    private const byte KindBits = 0b0000_0011;
    private const int StandingShift = 2;
    private const byte StandingBits = 0b0000_1100;
    private const byte SeenBit = 0b0001_0000;

    /// <summary>The key is a number, which must not meet a GUID or a hash of the same bits.</summary>
    private const byte NumberBit = 0b0010_0000;
    private const int DigitsMax = 38;
    private static readonly ulong[] Powers = [.. Enumerable.Range(0, (DigitsMax / 2) + 1).Select(i => Enumerable.Range(0, i).Aggregate(1UL, (power, _) => power * 10))];
    private readonly List<Slot[]> pieces = [];
    private int[] buckets = new int[1 << 10];
    private int count;

    /// <summary>How many entries the reading showed so far, each once.</summary>
    internal int Seen { get; private set; }

    /// <summary>Entries that were not known to be gone and that the reading did not show so far.</summary>
    internal int Missing { get; private set; }

    /// <summary>Accounts that were not known to be gone before the reading.</summary>
    internal int Accounts { get; private set; }

    /// <summary>Takes what is known of an entry. Before the reading, once for each.</summary>
    internal void Add(EntryKey key, Fingerprint fingerprint, Standing standing)
    {
        var entry = FindOrAdd(key.Kind, key.Anchor);
        ref var slot = ref SlotOf(entry);
        slot.Print = fingerprint.High;
        slot.Bits |= (byte)((byte)standing << StandingShift);
        if (standing is Standing.Present or Standing.Doubtful)
        {
            Missing++;
            Accounts += key.Kind == EntryKind.Account ? 1 : 0;
        }
    }

    /// <summary>Takes note that the reading shows an entry, and gives its number; false when the reading showed it before.</summary>
    internal bool TrySee(EntryKind kind, string anchor, out int entry)
    {
        entry = FindOrAdd(kind, anchor);
        ref var bits = ref SlotOf(entry).Bits;
        if ((bits & SeenBit) != 0)
        {
            return false;
        }

        bits |= SeenBit;
        Seen++;
        if (StandingOf(bits) is Standing.Present or Standing.Doubtful)
        {
            Missing--;
        }

        return true;
    }

    /// <summary>What was known of an entry before the reading.</summary>
    internal Standing StandingOf(int entry) => StandingOf(SlotOf(entry).Bits);

    /// <summary>Whether an entry is there and was last observed with this fingerprint.</summary>
    internal bool IsUnchanged(int entry, Fingerprint fingerprint) =>
        StandingOf(entry) == Standing.Present
        && fingerprint != Fingerprint.None
        && SlotOf(entry).Print == fingerprint.High;

    /// <summary>Whether an entry was known, not known to be gone, and not shown by the reading.</summary>
    internal bool IsMissing(EntryKey key)
    {
        var anchor = KeyOf(key.Anchor, out var form);
        if (Find(anchor, (byte)((byte)key.Kind | form), out _) is not { } entry)
        {
            return false;
        }

        var bits = SlotOf(entry).Bits;
        return (bits & SeenBit) == 0 && StandingOf(bits) is Standing.Present or Standing.Doubtful;
    }

    private static Standing StandingOf(byte bits) => (Standing)((bits & StandingBits) >> StandingShift);

    private ref Slot SlotOf(int entry) => ref pieces[entry >> PieceBits][entry & (PieceLength - 1)];

    private int FindOrAdd(EntryKind kind, string anchor)
    {
        var key = KeyOf(anchor, out var form);
        var identity = (byte)((byte)kind | form);
        if (Find(key, identity, out var bucket) is { } found)
        {
            return found;
        }

        if (count == pieces.Count << PieceBits)
        {
            pieces.Add(new Slot[PieceLength]);
        }

        SlotOf(count) = new Slot { Key = key, Bits = identity };
        buckets[bucket] = ++count;
        if (count * 2 > buckets.Length)
        {
            Grow();
        }

        return count - 1;
    }

    /// <summary>An entry by its key, with the bits that tell its kind and what the key is.</summary>
    private int? Find(UInt128 key, byte identity, out int bucket)
    {
        for (bucket = BucketOf(key); buckets[bucket] is > 0 and var number; bucket = (bucket + 1) & (buckets.Length - 1))
        {
            ref readonly var slot = ref SlotOf(number - 1);
            if (slot.Key == key && (slot.Bits & (KindBits | NumberBit)) == identity)
            {
                return number - 1;
            }
        }

        return null;
    }

    private void Grow()
    {
        buckets = new int[buckets.Length * 2];
        for (var entry = 0; entry < count; entry++)
        {
            var bucket = BucketOf(SlotOf(entry).Key);
            while (buckets[bucket] > 0)
            {
                bucket = (bucket + 1) & (buckets.Length - 1);
            }

            buckets[bucket] = entry + 1;
        }
    }

    /// <summary>Where the search for a key begins. GUIDs may be numbered rather than random, so all bits are mixed (Fibonacci hashing).</summary>
    private int BucketOf(UInt128 key)
    {
        var mixed = unchecked(((ulong)key ^ ((ulong)(key >> 64) * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93);
        return (int)(mixed >> 33) & (buckets.Length - 1);
    }

    private static UInt128 KeyOf(string anchor, out byte form)
    {
        if (TryNumber(anchor) is { } number)
        {
            form = NumberBit;
            return number;
        }

        form = 0;
        Span<char> digits = stackalloc char[36];
        if (Guid.TryParseExact(anchor, "D", out var id) && id.TryFormat(digits, out _, "D") && digits.SequenceEqual(anchor))
        {
            Span<byte> bytes = stackalloc byte[16];
            id.TryWriteBytes(bytes);
            return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        }

        // An anchor has at most some hundred characters: see the bound of the pipeline.
        var utf8 = Encoding.UTF8.GetBytes(anchor);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>The number that an anchor is, written in the one way in which it comes out again.</summary>
    private static UInt128? TryNumber(string anchor)
    {
        if (anchor.Length is 0 or > DigitsMax || anchor[0] == '0')
        {
            return null;
        }

        // Parts of 64 bits: one part is all that most have.
        ulong high = 0;
        ulong low = 0;
        for (var i = 0; i < anchor.Length; i++)
        {
            if (!char.IsAsciiDigit(anchor[i]))
            {
                return null;
            }

            ref var part = ref i < DigitsMax / 2 ? ref high : ref low;
            part = (part * 10) + (ulong)(anchor[i] - '0');
        }

        return anchor.Length <= DigitsMax / 2 ? high : ((UInt128)high * Powers[anchor.Length - (DigitsMax / 2)]) + low;
    }

    /// <summary>One entry: 33 bytes that lie together, since at this size every look is a wait for memory.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Slot
    {
        internal UInt128 Key;
        internal UInt128 Print;
        internal byte Bits;
    }
}
