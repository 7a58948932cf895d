using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>The range option of an attribute: <c>member;range=0-1499</c>, or <c>member;range=1500-*</c> for the last part.</summary>
/// <param name="Low">The first value's number.</param>
/// <param name="High">The last value's number, or null for the last part.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MemberRange(int Low, int? High)
{
    private const string Prefix = "member;range=";

    /// <summary>Where the next part begins, or null after the last.</summary>
    internal int? Next => High is { } high ? high + 1 : null;

    internal static string Ask(int low) => FormattableString.Invariant($"{Prefix}{low}-*");

    internal static MemberRange? TryParse(ReadOnlySpan<byte> attribute)
    {
        if (attribute.Length <= Prefix.Length || !Ascii.EqualsIgnoreCase(attribute[..Prefix.Length], Prefix))
        {
            return null;
        }

        var text = attribute[Prefix.Length..];
        if (!Utf8Parser.TryParse(text, out int low, out var used) || low < 0 || used >= text.Length || text[used] != '-')
        {
            return null;
        }

        text = text[(used + 1)..];
        if (text.SequenceEqual("*"u8))
        {
            return new MemberRange(low, null);
        }

        return Utf8Parser.TryParse(text, out int high, out used) && used == text.Length && high >= low && high < int.MaxValue
            ? new MemberRange(low, high)
            : null;
    }
}
