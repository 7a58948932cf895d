using System.Buffers.Binary;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Rows of one COPY to us, in the binary format: a field is the bytes as they came, valid until the next row. Nothing is allocated for a row.
/// Disposed before its end, the server is told to stop.
/// </summary>
internal sealed class CopyReader : IAsyncDisposable
{
    /// <summary>Signature, flags and the length of an extension, of which there is none.</summary>
    private const int HeaderLength = 19;

    private readonly NpgsqlRawCopyStream stream;
    private readonly int[] starts;
    private readonly int[] lengths;
    private byte[] buffer = new byte[64 * 1024];
    private int begin = HeaderLength;
    private int end;
    private bool done;

    private CopyReader(NpgsqlRawCopyStream stream, int fields)
    {
        this.stream = stream;
        starts = new int[fields];
        lengths = new int[fields];
    }

    /// <summary>The bytes of a field of the row; none when it is null.</summary>
    internal ReadOnlySpan<byte> this[int field] => buffer.AsSpan(starts[field], Math.Max(lengths[field], 0));

    /// <summary>The UTF-8 of a <c>jsonb</c> field.</summary>
    internal ReadOnlySpan<byte> Json(int field) => this[field][1..];

    internal int Int32(int field) => BinaryPrimitives.ReadInt32BigEndian(this[field]);

    internal static async Task<CopyReader> BeginAsync(
        NpgsqlConnection connection, string query, int fields, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync($"copy ({query}) to stdout (format binary)", cancellationToken).ConfigureAwait(false), fields);

    /// <summary>Goes to the next row; false when there is none.</summary>
    internal async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        int next;
        while ((next = Parse()) == 0)
        {
            MakeRoom();
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            end += read > 0 ? read : throw new NpgsqlException("The server's answer to COPY ended within a row.");
        }

        begin = Math.Abs(next);
        done = next < 0;
        if (done)
        {
            // The end of the rows is not yet the end of the command: an error may follow.
            _ = await stream.ReadAsync(buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        }

        return !done;
    }

    public async ValueTask DisposeAsync()
    {
        if (!done)
        {
            try
            {
                await stream.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or NpgsqlException or InvalidOperationException or IOException)
            {
                return;
            }
        }

        await stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Where the row at <see cref="begin"/> ends; 0 when it is not all there; negative at the end of the rows.</summary>
    private int Parse()
    {
        var at = begin;
        if (end - at < 2)
        {
            return 0;
        }

        int count = BinaryPrimitives.ReadInt16BigEndian(buffer.AsSpan(at));
        at += 2;
        if (count < 0)
        {
            return -at;
        }

        for (var field = 0; field < count; field++)
        {
            if (end - at < 4)
            {
                return 0;
            }

            lengths[field] = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at));
            starts[field] = at + 4;
            at += 4 + Math.Max(lengths[field], 0);
            if (at > end)
            {
                return 0;
            }
        }

        return at;
    }

    private void MakeRoom()
    {
        if (begin > 0 && begin <= end)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            end -= begin;
            begin = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
