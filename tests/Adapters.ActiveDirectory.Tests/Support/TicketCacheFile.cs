using System.Buffers.Binary;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>
/// Changes a file of tickets (MIT's format, version 4), so that a ticket has expired or a clock is off without waiting for it. The tickets themselves stay as
/// the KDC made them.
/// </summary>
internal static class TicketCacheFile
{
    private const int HeaderStart = 4;
    private const short TimeOffsetTag = 1;

    /// <summary>Lets every ticket end an hour ago.</summary>
    internal static void Expire(string path)
    {
        var file = File.ReadAllBytes(path);
        var at = HeaderStart + BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(2));
        at = SkipPrincipal(file, at);
        while (at < file.Length)
        {
            at = SkipPrincipal(file, SkipPrincipal(file, at));
            at = SkipData(file, at + 2); // the key
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at + 8), (int)DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds());
            at += 16 + 1 + 4; // times, kind, flags
            at = SkipAddresses(file, SkipAddresses(file, at)); // addresses, authorization data
            at = SkipData(file, SkipData(file, at)); // ticket, second ticket
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>Lets the library believe that the KDC's clock differs from this machine's: it then speaks with the other time.</summary>
    internal static void Skew(string path, TimeSpan offset)
    {
        var file = File.ReadAllBytes(path);
        var rest = file.AsSpan(HeaderStart + BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(2)));
        var header = new byte[12];
        BinaryPrimitives.WriteInt16BigEndian(header, TimeOffsetTag);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(2), 8);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), (int)offset.TotalSeconds);
        File.WriteAllBytes(path, [file[0], file[1], 0, (byte)header.Length, .. header, .. rest]);
    }

    private static int SkipPrincipal(byte[] file, int at)
    {
        var components = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 4));
        at = SkipData(file, at + 8);
        for (var i = 0; i < components; i++)
        {
            at = SkipData(file, at);
        }

        return at;
    }

    private static int SkipAddresses(byte[] file, int at)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
        at += 4;
        for (var i = 0; i < count; i++)
        {
            at = SkipData(file, at + 2);
        }

        return at;
    }

    private static int SkipData(byte[] file, int at) => at + 4 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
}
