using System.Runtime.InteropServices;
using System.Text;

namespace SyncEngine.Provisioning;

/// <summary>Many short texts by number, as UTF-8 in a few large blocks: a text of 36 characters takes 44 bytes instead of 104.</summary>
internal sealed class PackedTexts
{
    private const int BlockSize = 1 << 20;
    private readonly List<byte[]> blocks = [];
    private readonly List<Place> places = [];
    private int free = BlockSize;

    internal int Count => places.Count;

    internal string this[int number]
    {
        get
        {
            var place = places[number];
            return Encoding.UTF8.GetString(blocks[place.Block], place.Start, place.Length);
        }
    }

    internal void Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (BlockSize - free < length)
        {
            blocks.Add(new byte[Math.Max(BlockSize, length)]);
            free = 0;
        }

        Encoding.UTF8.GetBytes(text, blocks[^1].AsSpan(free));
        places.Add(new Place((short)(blocks.Count - 1), (short)length, free));
        free += length;
    }

    internal bool Is(int number, string text)
    {
        var place = places[number];
        var packed = blocks[place.Block].AsSpan(place.Start, place.Length);
        return Ascii.IsValid(text) ? Ascii.Equals(packed, text) : packed.SequenceEqual(Encoding.UTF8.GetBytes(text));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(short Block, short Length, int Start);
}
