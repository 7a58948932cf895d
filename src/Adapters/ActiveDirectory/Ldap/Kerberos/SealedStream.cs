using System.Buffers;
using System.Buffers.Binary;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// A conversation under the seal of a sign-in (RFC 4422, section 3.7): every buffer goes as four bytes of length and the sealed bytes. A buffer that is
/// longer than agreed, or was not sealed by the other side, ends the conversation.
/// </summary>
/// <param name="inner">The connection below.</param>
/// <param name="seal">Seals and opens; disposed with the stream.</param>
/// <param name="sendMax">The longest sealed buffer that the other side takes, in bytes.</param>
internal sealed class SealedStream(Stream inner, Seal seal, int sendMax) : Stream
{
    /// <summary>The longest sealed buffer that is accepted, in bytes: the largest number that the sign-in can agree on (RFC 4752, section 3.1).</summary>
    internal const int ReceiveMax = 0xFFFFFF;

    /// <summary>What sealing adds to a buffer, in bytes, generously: Kerberos adds less than a hundred.</summary>
    internal const int SealLengthMax = 512;

    private const int HeaderLength = 4;
    private readonly byte[] header = new byte[HeaderLength];
    private readonly ArrayBufferWriter<byte> opened = new();
    private readonly ArrayBufferWriter<byte> outgoing = new();
    private byte[] incoming = new byte[4096];
    private int taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (taken == opened.WrittenCount && buffer.Length > 0)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, opened.WrittenCount - taken);
        opened.WrittenSpan.Slice(taken, count).CopyTo(buffer.Span);
        taken += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        outgoing.ResetWrittenCount();
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, sendMax - SealLengthMax)];
            var sealedPart = seal.Wrap(part.Span);
            if (sealedPart.Length > sendMax)
            {
                throw new LdapException(LdapTrouble.Protocol, $"A sealed buffer has {sealedPart.Length} bytes, the server takes {sendMax}.");
            }

            BinaryPrimitives.WriteInt32BigEndian(outgoing.GetSpan(HeaderLength), sealedPart.Length);
            outgoing.Advance(HeaderLength);
            outgoing.Write(sealedPart);
            buffer = buffer[part.Length..];
        }

        await inner.WriteAsync(outgoing.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    // The connection waits with deadlines only, so never blocking.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        seal.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            seal.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Opens the next buffer; false when the other side closed the connection between two.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var got = await inner.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (got < HeaderLength)
        {
            return got == 0 ? false : throw new EndOfStreamException("the server closed it.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length is 0 or > ReceiveMax)
        {
            throw LdapException.Protocol($"a sealed buffer of {length} bytes (1 to {ReceiveMax} are accepted)");
        }

        if (incoming.Length < length)
        {
            incoming = new byte[length];
        }

        await inner.ReadExactlyAsync(incoming.AsMemory(0, (int)length), cancellationToken).ConfigureAwait(false);
        opened.ResetWrittenCount();
        taken = 0;
        seal.Unwrap(incoming.AsSpan(0, (int)length), opened);
        return true;
    }
}
