using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Makes texts of the bytes of an answer, and gives the one at hand for bytes that came before: units, departments, titles and types are few, and come with every
/// user. Bounded; a text that finds its place taken takes it. For one reading, not for several threads.
/// </summary>
internal sealed class TextPool
{
    private const int CountBits = 10;
    private const int LengthMax = 160;
    private readonly Slot[] slots = new Slot[1 << CountBits];

    /// <summary>The text on which the reader stands.</summary>
    internal string Text(ref Utf8JsonReader reader) =>
        reader is { ValueIsEscaped: false, HasValueSequence: false, ValueSpan.Length: <= LengthMax } ? Of(ref reader) : reader.GetString()!;

    private string Of(ref Utf8JsonReader reader)
    {
        ref var slot = ref slots[Place(reader.ValueSpan)];
        if (slot.Text is null || !reader.ValueSpan.SequenceEqual(slot.Bytes))
        {
            slot = new Slot { Text = reader.GetString()!, Bytes = reader.ValueSpan.ToArray() };
        }

        return slot.Text!;
    }

    /// <summary>From all of the bytes: titles often begin and end alike.</summary>
    private static int Place(ReadOnlySpan<byte> bytes)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var mixed = (ulong)bytes.Length;
        unchecked
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                mixed = (mixed ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Factor;
                mixed ^= mixed >> 32;
            }

            foreach (var one in bytes)
            {
                mixed = (mixed ^ one) * Factor;
            }
        }

        return (int)(mixed >> (64 - CountBits));
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        internal string? Text;
        internal byte[]? Bytes;
    }
}
