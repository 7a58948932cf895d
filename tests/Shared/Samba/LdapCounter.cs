namespace SyncEngine.TestSupport.Samba;

/// <summary>Counts entries and pages in a stream of LDAP messages: just enough of the protocol for a relay.</summary>
internal sealed class LdapCounter
{
    private const byte SearchResultEntry = 0x64;
    private const byte SearchResultDone = 0x65;
    private readonly List<byte> message = [];
    private int entries;
    private int pages;

    internal bool Reached(RelayFault fault) => entries >= fault.AfterEntries || pages >= fault.AfterPages;

    /// <summary>How many of these bytes may pass until the fault's moment has come.</summary>
    internal int Pass(ReadOnlySpan<byte> bytes, RelayFault fault)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Reached(fault))
            {
                return i;
            }

            message.Add(bytes[i]);
            if (Length() == message.Count)
            {
                Count();
                message.Clear();
            }
        }

        return bytes.Length;
    }

    private int Length()
    {
        if (message.Count < 2)
        {
            return -1;
        }

        if (message[1] < 0x80)
        {
            return 2 + message[1];
        }

        var size = message[1] & 0x7F;
        return message.Count < 2 + size ? -1 : 2 + size + message.Skip(2).Take(size).Aggregate(0, (sum, next) => (sum << 8) | next);
    }

    private void Count()
    {
        var header = message[1] < 0x80 ? 2 : 2 + (message[1] & 0x7F);
        var operation = message[header + 2 + message[header + 1]];
        entries += operation == SearchResultEntry ? 1 : 0;
        var hasPaging = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(message).IndexOf("1.2.840.113556.1.4.319"u8) >= 0;
        pages += operation == SearchResultDone && hasPaging ? 1 : 0;
    }
}
