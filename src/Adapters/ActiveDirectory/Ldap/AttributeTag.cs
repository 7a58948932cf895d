using System.Buffers.Binary;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// A number made of the length and the first letters of an attribute's name, the same in any case: names with different tags differ, so that nearly
/// all comparisons of names are one of numbers.
/// </summary>
internal static class AttributeTag
{
    private const ulong LowerCase = 0x2020202020202020;

    internal static ulong Of(ReadOnlySpan<byte> name)
    {
        ulong first = 0;
        if (name.Length >= sizeof(ulong))
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(name);
        }
        else
        {
            for (var i = name.Length - 1; i >= 0; i--)
            {
                first = (first << 8) | name[i];
            }
        }

        return With(first, name.Length);
    }

    internal static ulong Of(string name)
    {
        ulong first = 0;
        for (var i = Math.Min(name.Length, sizeof(ulong)) - 1; i >= 0; i--)
        {
            first = (first << 8) | (byte)name[i];
        }

        return With(first, name.Length);
    }

    // Mixing the length in may make two different names meet; they are compared letter by letter then.
    private static ulong With(ulong first, int length) => unchecked((first | LowerCase) ^ ((ulong)length * 0x8101820284048080));
}
