using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>One reading that has begun: everything that a wrong configuration can spoil has been tried.</summary>
internal interface IReading : IAsyncDisposable
{
    /// <summary>The problems met so far.</summary>
    ProblemTally Problems { get; }

    /// <summary>The records: units before what is in them. Trouble is thrown.</summary>
    IAsyncEnumerable<SourceRecord> RecordsAsync(CancellationToken cancellationToken);

    /// <summary>Of a reading of changes: the anchors of those that changed and could not be given.</summary>
    IReadOnlyList<string> InDoubt => [];

    /// <summary>What a thrown trouble means for the receipt, or null when it is none of ours and goes on.</summary>
    ReadProblem? Explain(Exception trouble);

    /// <summary>The receipt: identity, server, snapshot and pages; the rest is counted elsewhere.</summary>
    Receipt Receipt();
}

/// <summary>Cuts a reading into bounded batches and ends it with its receipt.</summary>
internal static class SourceBatches
{
    /// <summary>A batch ends early when its groups have this many members together: some batches are in memory at once.</summary>
    private const int MembersMax = 20_000;

    internal static async IAsyncEnumerable<SourceBatch> OfAsync(
        IReading reading, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = reading.ConfigureAwait(false);
        var counts = new int[Enum.GetValues<EntryKind>().Length];
        var batch = new List<SourceRecord>(size);
        var members = 0;
        string? identity = null;
        var records = reading.RecordsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var __ = records.ConfigureAwait(false);
        while (await NextAsync(reading, records).ConfigureAwait(false) is { } record)
        {
            // Much may lie ready without a wait: an order to stop counts at once all the same.
            cancellationToken.ThrowIfCancellationRequested();
            batch.Add(record);
            if (!record.Deleted)
            {
                counts[(int)record.Kind]++;
            }

            members += record.Members.Length;
            if (batch.Count == size || members >= MembersMax)
            {
                yield return new SourceBatch(batch) { Identity = identity ??= reading.Receipt().Identity };
                batch = new List<SourceRecord>(size);
                members = 0;
            }
        }

        yield return new SourceBatch(batch, Finish(reading, counts)) { InDoubt = reading.InDoubt };
    }

    private static async ValueTask<SourceRecord?> NextAsync(IReading reading, IAsyncEnumerator<SourceRecord> records)
    {
        try
        {
            return await records.MoveNextAsync().ConfigureAwait(false) ? records.Current : null;
        }
        catch (Exception e) when (e is not OperationCanceledException && reading.Explain(e) is { } problem)
        {
            reading.Problems.Add(problem);
            return null;
        }
    }

    private static Receipt Finish(IReading reading, int[] counts)
    {
        var receipt = reading.Receipt();
        if (receipt.Mode == ReadMode.Full && counts[(int)EntryKind.Account] == 0 && counts[(int)EntryKind.Group] == 0 && !reading.Problems.HasBreaking)
        {
            reading.Problems.Add(new ReadProblem(
                "NothingVisible",
                "The read came to a clean end without a single account or group. Taken for missing rights or a wrong base, not for an empty company: "
                + "check what the account that reads may see, and the base."));
        }

        return receipt with
        {
            Complete = !reading.Problems.HasBreaking,
            Accounts = counts[(int)EntryKind.Account],
            Groups = counts[(int)EntryKind.Group],
            Units = counts[(int)EntryKind.Unit],
            Problems = reading.Problems.ToProblems(),
        };
    }
}
