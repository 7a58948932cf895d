// sample: adapter
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>
/// People in a text file: <c>unit;ID;PARENT;NAME</c> and <c>person;ID;UNIT;FIRST;LAST;EMAIL;active</c>, units before what is inside them, and a
/// last line <c>end;COUNT</c> that proves the file is whole.
/// </summary>
internal sealed class TextFileSource(SystemName name, string path) : ISource
{
    public SystemName Name => name;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(
        ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = await LoadAsync(cancellationToken).ConfigureAwait(false);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var records = new List<SourceRecord>();
        var problem = lines.Length > 0 && lines[^1] == $"end;{lines.Length - 1}"
            ? null
            : new ReadProblem("EndMissing", $"'{path}' does not end with its count; it may have been cut off.");
        foreach (var line in lines.Where(line => !line.StartsWith("end;", StringComparison.Ordinal)))
        {
            if (Record(line.Split(';')) is { } record)
            {
                records.Add(record);
            }
            else
            {
                problem ??= new ReadProblem("LineBroken", $"'{path}' has a line that is neither a unit nor a person.");
            }
        }

        foreach (var batch in records.Chunk(request.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SourceBatch(batch);
        }

        // The last batch, and only it, carries the receipt: complete only when everything was read to a proven end.
        yield return new SourceBatch([], new Receipt
        {
            System = name,
            Complete = problem is null,
            Identity = "file:people",
            Server = path,
            Snapshot = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Accounts = records.Count(r => r.Kind == EntryKind.Account),
            Units = records.Count(r => r.Kind == EntryKind.Unit),
            Problems = problem is null ? [] : [problem],
        });
    }

    // A file cannot be asked for one person: what it does not show is unknown, and two different snapshots have to agree on it.
    public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Confirmation>>(
            [.. keys.Select(key => new Confirmation(key, ConfirmationAnswer.CannotTell, "a file cannot be asked"))]);
    }

    private async Task<byte[]> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectedSystemException(name, "FileUnreadable", $"'{path}' cannot be read: {error.Message}", "Check the path and its permissions.", error);
        }
    }

    private static SourceRecord? Record(string[] parts) => parts switch
    {
        ["unit", var id, var parent, var title] => new SourceRecord
        {
            Kind = EntryKind.Unit, Anchor = id, Parent = parent.Length == 0 ? null : parent, Attributes = AttributeSet.Of((AttributeNames.Name, title)),
        },
        ["person", var id, var unit, var first, var last, var email, var state] => new SourceRecord
        {
            Kind = EntryKind.Account, Anchor = id, Parent = unit.Length == 0 ? null : unit, Enabled = state == "active",
            Attributes = AttributeSet.Of((AttributeNames.FirstName, first), (AttributeNames.LastName, last), (AttributeNames.Email, email)),
        },
        _ => null,
    };
}
// end
