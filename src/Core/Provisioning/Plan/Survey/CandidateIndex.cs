using System.Runtime.InteropServices;

namespace SyncEngine.Provisioning;

/// <summary>
/// Numbers by text, remembering 32 bits of the text only: gives every number that was added under a text, the last one first, and rarely one more. Who asks must
/// look whether a candidate is meant. 16 bytes for each.
/// </summary>
internal sealed class CandidateIndex
{
    private readonly List<Item> items = [];
    private int[] buckets = new int[16];

    /// <summary>Adds a number, higher than those added before.</summary>
    internal void Add(string text, int number)
    {
        if (items.Count == buckets.Length)
        {
            Grow();
        }

        var hash = StringComparer.Ordinal.GetHashCode(text);
        ref var bucket = ref buckets[hash & (buckets.Length - 1)];
        items.Add(new Item(hash, bucket - 1, number));
        bucket = items.Count;
    }

    /// <summary>The candidates for a text, highest number first. Which further ones there are differs from process to process.</summary>
    internal Candidates Of(string text)
    {
        var hash = StringComparer.Ordinal.GetHashCode(text);
        return new Candidates(items, hash, buckets[hash & (buckets.Length - 1)] - 1);
    }

    private void Grow()
    {
        buckets = new int[buckets.Length * 2];
        var all = CollectionsMarshal.AsSpan(items);
        for (var i = 0; i < all.Length; i++)
        {
            ref var bucket = ref buckets[all[i].Hash & (buckets.Length - 1)];
            all[i] = all[i] with { Next = bucket - 1 };
            bucket = i + 1;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Item(int Hash, int Next, int Number);

    /// <summary>A walk over the candidates for one text.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Candidates
    {
        private readonly List<Item> items;
        private readonly int hash;
        private int next;

        internal Candidates(List<Item> items, int hash, int next) => (this.items, this.hash, this.next) = (items, hash, next);

        /// <summary>The next candidate's number, or -1 when there is none left.</summary>
        internal int Next()
        {
            while (next >= 0)
            {
                var item = items[next];
                next = item.Next;
                if (item.Hash == hash)
                {
                    return item.Number;
                }
            }

            return -1;
        }
    }
}
