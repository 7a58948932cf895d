using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// A person who waits for a manager, in one piece of memory: tens of thousands may wait, and as records of forty objects each they would be moved again and again by the
/// collector, which costs more than everything else in a reading.
/// </summary>
internal static class PackedPerson
{
    /// <summary>A length that stands for no text at all.</summary>
    private const int None = -1;

    private static readonly int ManagerName = UserMapping.Names.IndexOf(AttributeNames.Manager);

    /// <param name="person">A record that <see cref="UserMapping"/> made.</param>
    /// <param name="buffer">Lent for the time of the call.</param>
    internal static byte[] Pack(SourceRecord person, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Add(person.Anchor, buffer);
        Add(person.Parent, buffer);
        Add(person.Enabled ? 1 : 0, buffer);
        Add(person.Attributes.Count, buffer);
        foreach (var (name, values) in person.Attributes)
        {
            Add(UserMapping.Names.IndexOf(name), buffer);
            Add(values.Length, buffer);
            foreach (var value in values)
            {
                Add(value, buffer);
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="packed">What <see cref="Pack"/> gave.</param>
    /// <param name="manager">The manager's anchor, or null when none was found.</param>
    internal static SourceRecord Unpack(ReadOnlySpan<byte> packed, string? manager)
    {
        var rest = packed;
        var anchor = Text(ref rest)!;
        var parent = Text(ref rest);
        var enabled = Number(ref rest) == 1;
        var left = Number(ref rest);
        var attributes = default(UserAttributes);
        for (; left > 0; left--)
        {
            var name = Number(ref rest);
            if (manager is not null && name > ManagerName)
            {
                attributes.Add(AttributeNames.Manager, manager);
                manager = null;
            }

            attributes.Put(UserMapping.Names[name], Texts(ref rest));
        }

        attributes.Add(AttributeNames.Manager, manager);
        return new SourceRecord { Kind = EntryKind.Account, Anchor = anchor, Parent = parent, Enabled = enabled, Attributes = attributes.ToSet() };
    }

    private static void Add(int number, ArrayBufferWriter<byte> buffer)
    {
        BitConverter.TryWriteBytes(buffer.GetSpan(sizeof(int)), number);
        buffer.Advance(sizeof(int));
    }

    private static void Add(string? text, ArrayBufferWriter<byte> buffer)
    {
        if (text is null)
        {
            Add(None, buffer);
            return;
        }

        Add(Encoding.UTF8.GetByteCount(text), buffer);
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var number = BitConverter.ToInt32(rest);
        rest = rest[sizeof(int)..];
        return number;
    }

    private static string? Text(ref ReadOnlySpan<byte> rest)
    {
        var length = Number(ref rest);
        if (length == None)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    private static ImmutableArray<string> Texts(ref ReadOnlySpan<byte> rest)
    {
        var values = new string[Number(ref rest)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Text(ref rest)!;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
