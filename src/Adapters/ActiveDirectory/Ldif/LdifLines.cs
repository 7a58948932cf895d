using System.Security.Cryptography;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>
/// Gives the logical lines of a stream (RFC 2849): a line that begins with a blank continues the one before; line ends are LF or CRLF. Hashes what it reads.
/// </summary>
internal sealed class LdifLines(Stream stream, long offset = 0, int number = 0) : IDisposable
{
    /// <summary>The longest logical line that is accepted, in bytes.</summary>
    internal const int LengthMax = 16 * 1024 * 1024;

    private const int FillLength = 256 * 1024;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[2 * FillLength];
    private byte[] unfolded = new byte[1024];
    private int start;
    private int end;
    private bool ended;
    private long bufferOffset = offset;
    private int nextNumber = number;
    private byte[] line = [];
    private int lineStart;
    private int lineLength;

    /// <summary>The current line, without line ends and folds. Good until the next one.</summary>
    internal ReadOnlySpan<byte> Line => line.AsSpan(lineStart, lineLength);

    /// <summary>The number of its first physical line, from 1.</summary>
    internal int Number { get; private set; }

    /// <summary>Where it begins in the stream, in bytes.</summary>
    internal long Offset { get; private set; }

    /// <summary>SHA-256 of everything read, in lower-case hexadecimal digits.</summary>
    internal string Digest() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Steps to the next logical line, if it lies in the buffer whole: most do.</summary>
    internal bool TryNext()
    {
        var rest = buffer.AsSpan(start, end - start);
        var newline = rest.IndexOf((byte)'\n');
        if (newline < 0 || newline + 1 == rest.Length)
        {
            return false; // the byte behind it decides whether the line goes on
        }

        if (rest[newline + 1] == ' ')
        {
            return TryMeasure(newline + 1, out var length) && Unfold(length);
        }

        TakePlain(newline + 1);
        return true;
    }

    /// <summary>Steps to the next logical line; false at the end.</summary>
    internal async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (!TryNext())
        {
            if (ended)
            {
                return TryLast();
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose() => hash.Dispose();

    /// <summary>The last line: nothing is behind it, and it may have no line end.</summary>
    private bool TryLast()
    {
        if (start == end)
        {
            return false;
        }

        var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
        if (newline < 0 || start + newline + 1 == end)
        {
            TakePlain(end - start);
            return true;
        }

        return Unfold(end - start);
    }

    /// <summary>Finds the end of a logical line of which this much is known; false when more bytes are needed to tell.</summary>
    private bool TryMeasure(int known, out int length)
    {
        var rest = buffer.AsSpan(start, end - start);
        length = known;
        while (length < rest.Length)
        {
            if (rest[length] != ' ')
            {
                return true;
            }

            var newline = rest[length..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                return false;
            }

            length += newline + 1;
        }

        return false;
    }

    private void TakePlain(int length)
    {
        Begin();
        nextNumber++;
        line = buffer;
        lineStart = start;
        lineLength = WithoutEnd(buffer.AsSpan(start, length)).Length;
        start += length;
    }

    private bool Unfold(int length)
    {
        Begin();
        var raw = buffer.AsSpan(start, length);
        if (unfolded.Length < length)
        {
            unfolded = new byte[length * 2];
        }

        var count = 0;
        for (var isFirst = true; raw.Length > 0; isFirst = false)
        {
            var newline = raw.IndexOf((byte)'\n');
            var part = newline < 0 ? raw : raw[..(newline + 1)];
            raw = raw[part.Length..];
            nextNumber++;
            var text = WithoutEnd(isFirst ? part : part[1..]);
            text.CopyTo(unfolded.AsSpan(count));
            count += text.Length;
        }

        line = unfolded;
        lineStart = 0;
        lineLength = count;
        start += length;
        return true;
    }

    private void Begin()
    {
        Offset = bufferOffset + start;
        Number = nextNumber + 1;
    }

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> text)
    {
        text = text.EndsWith("\n"u8) ? text[..^1] : text;
        return text.EndsWith("\r"u8) ? text[..^1] : text;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (end - start > LengthMax)
        {
            throw new LdifException(nextNumber + 1, $"a line is longer than {LengthMax} bytes", "Leave the attribute that is so long out of the export.");
        }

        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            bufferOffset += start;
            end -= start;
            start = 0;
        }

        if (buffer.Length - end < FillLength)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var count = await stream.ReadAsync(buffer.AsMemory(end, FillLength), cancellationToken).ConfigureAwait(false);
        hash.AppendData(buffer, end, count);
        end += count;
        ended = count == 0;
    }
}
