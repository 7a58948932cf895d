using System.Buffers;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Cuts the byte stream into messages. The buffer is reused: a message is good until the next fill.</summary>
internal sealed class LdapReceiver(Stream stream) : IDisposable
{
    /// <summary>The longest message that is accepted, in bytes. A page's largest entries (a photo, 1,500 members) stay far below.</summary>
    internal const int MessageLengthMax = 64 * 1024 * 1024;

    private const int FillLength = 64 * 1024;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * FillLength);
    private int start;
    private int end;

    /// <summary>Whether bytes were received that belong to no message taken so far.</summary>
    internal bool HasMore => end > start;

    /// <summary>Takes the next whole message, if it has arrived.</summary>
    internal bool TryTake(out LdapMessage message)
    {
        message = default;
        var length = BerReader.MessageLength(buffer.AsSpan(start, end - start));
        if (length > MessageLengthMax)
        {
            throw LdapException.Protocol($"a message of {length} bytes (at most {MessageLengthMax} are accepted)");
        }

        if (length == 0 || length > end - start)
        {
            return false;
        }

        message = LdapMessage.Parse(buffer, new Slice(start, (int)length));
        start += (int)length;
        return true;
    }

    /// <summary>Waits for more bytes. Messages taken before are gone then.</summary>
    internal async Task FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
        end += count > 0 ? count : throw new EndOfStreamException("the server closed it.");
    }

    public void Dispose()
    {
        // Not given back to the pool: a read that was left behind after its deadline may still write into it.
        buffer = [];
        start = end = 0;
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        if (buffer.Length - end < FillLength)
        {
            var larger = new byte[buffer.Length * 2];
            Buffer.BlockCopy(buffer, 0, larger, 0, end);
            buffer = larger;
        }
    }
}
