using System.Buffers.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>Names in the form of the extended DN control: <c>&lt;GUID=…&gt;;&lt;SID=…&gt;;CN=…</c>. Plain names pass through.</summary>
internal static class ExtendedDn
{
    private static ReadOnlySpan<byte> GuidPrefix => "<GUID="u8;

    /// <summary>The object's id, when the name carries it: in text form, or as 32 hexadecimal digits in the order of the bytes.</summary>
    internal static Guid? Id(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith(GuidPrefix))
        {
            return null;
        }

        var text = name[GuidPrefix.Length..];
        var close = text.IndexOf((byte)'>');
        text = close < 0 ? text : text[..close];
        if (text.Length == 36 && Utf8Parser.TryParse(text, out Guid id, out var used, 'D') && used == 36)
        {
            return id;
        }

        Span<byte> bytes = stackalloc byte[16];
        return text.Length == 32 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new Guid(bytes)
            : null;
    }

    /// <summary>The name without what the control put before it.</summary>
    internal static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> name)
    {
        while (name.Length > 0 && name[0] == (byte)'<' && name.IndexOf(">;"u8) is > 0 and var end)
        {
            name = name[(end + 2)..];
        }

        return name;
    }

    /// <inheritdoc cref="Plain(ReadOnlySpan{byte})"/>
    internal static ReadOnlySpan<char> Plain(ReadOnlySpan<char> name)
    {
        while (name.Length > 0 && name[0] == '<' && name.IndexOf(">;") is > 0 and var end)
        {
            name = name[(end + 2)..];
        }

        return name;
    }
}
