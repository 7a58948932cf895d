using System.Buffers;
using System.Net;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// The whole body of an answer in memory that is lent: pages are large, and each in memory of its own would make the collector work more than the reading itself.
/// Whoever has it last gives the memory back; what is not given back is only not used again.
/// </summary>
internal sealed class LentBody : IDisposable
{
    private const int SizeFirst = 128 * 1024;
    private readonly int length;
    private byte[]? array;

    private LentBody(byte[] array, int length)
    {
        this.array = array;
        this.length = length;
    }

    /// <summary>What was received; not to be used after <see cref="Dispose"/>.</summary>
    internal ReadOnlyMemory<byte> Bytes => array is { } lent ? lent.AsMemory(0, length) : throw new ObjectDisposedException(nameof(LentBody));

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="HttpRequestException">It is cut or broken, or has more than the most bytes.</exception>
    internal static async Task<LentBody> ReadAsync(Stream stream, long bytesMax, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SizeFirst);
        var filled = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                filled += count;
                if (filled > bytesMax)
                {
                    throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, FormattableString.Invariant($"the answer has more than {bytesMax} bytes"));
                }

                buffer = filled == buffer.Length ? Larger(buffer) : buffer;
            }

            return new LentBody(buffer, filled);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new HttpRequestException((e as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown, e.Message, e);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref array, null) is { } lent)
        {
            GiveBack(lent, length);
        }
    }

    private static byte[] Larger(byte[] array)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(array.Length * 2));
        array.CopyTo(larger, 0);
        GiveBack(array, array.Length);
        return larger;
    }

    /// <summary>Answers hold personal data, and one a token: they are not left behind for whoever gets the memory next.</summary>
    private static void GiveBack(byte[] array, int length)
    {
        array.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(array);
    }
}

/// <summary>The content of an answer that was read whole.</summary>
internal sealed class LentContent : HttpContent
{
    private readonly LentBody body;

    internal LentContent(LentBody body, HttpContent read)
    {
        this.body = body;
        foreach (var header in read.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>The body, which the caller gives back from now on instead of this.</summary>
    internal LentBody Take()
    {
        IsTaken = true;
        return body;
    }

    private bool IsTaken { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body.Bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Bytes.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsTaken)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
