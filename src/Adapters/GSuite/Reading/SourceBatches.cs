using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>Cuts a reading into bounded batches and ends it with its receipt.</summary>
internal static class SourceBatches
{
    /// <summary>A batch ends early when its groups have this many members together: some batches are in memory at once.</summary>
    private const int MembersMax = 20_000;

    internal static async IAsyncEnumerable<SourceBatch> OfAsync(
        DirectoryReading reading, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = reading.ConfigureAwait(false);
        var counts = new int[Enum.GetValues<EntryKind>().Length];
        var batch = new List<SourceRecord>(size);
        var members = 0;
        var records = reading.RecordsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var __ = records.ConfigureAwait(false);
        while (await NextAsync(reading, records).ConfigureAwait(false) is { } record)
        {
            // Much may lie ready without a wait: an order to stop counts at once all the same.
            cancellationToken.ThrowIfCancellationRequested();
            batch.Add(record);
            counts[(int)record.Kind] += record.Deleted ? 0 : 1;
            members += record.Members.Length;
            if (batch.Count == size || members >= MembersMax)
            {
                yield return new SourceBatch(batch) { Identity = reading.Identity };
                batch = new List<SourceRecord>(size);
                members = 0;
            }
        }

        yield return new SourceBatch(batch, Finish(reading, counts));
    }

    private static async ValueTask<SourceRecord?> NextAsync(DirectoryReading reading, IAsyncEnumerator<SourceRecord> records)
    {
        try
        {
            return await records.MoveNextAsync().ConfigureAwait(false) ? records.Current : null;
        }
        catch (GoogleApiException e)
        {
            reading.Problems.Add(new ReadProblem(CodeOf(e), $"{e.Message.TrimEnd('.')}. What was not read counts as unknown, not as gone."));
            return null;
        }
    }

    private static string CodeOf(GoogleApiException e) => e.Failure switch
    {
        GoogleFailure.Refused => "Refused",
        GoogleFailure.QuotaUsedUp => "QuotaUsedUp",
        GoogleFailure.SignInRefused or GoogleFailure.NoCredentials => "SignInRefused",
        GoogleFailure.AnswerLost => "AnswerLost",
        _ => "Unreachable",
    };

    private static Receipt Finish(DirectoryReading reading, int[] counts)
    {
        if (counts[(int)EntryKind.Account] == 0 && counts[(int)EntryKind.Group] == 0 && !reading.Problems.HasBreaking)
        {
            reading.Problems.Add(new ReadProblem(
                "NothingVisible",
                "The reading came to a clean end without a single user or group. Taken for missing rights or a wrong domain, not for an empty company: "
                + "check what the administrator may see, and Domains."));
        }

        return reading.Receipt() with
        {
            Complete = !reading.Problems.HasBreaking,
            Accounts = counts[(int)EntryKind.Account],
            Groups = counts[(int)EntryKind.Group],
            Units = counts[(int)EntryKind.Unit],
            Problems = reading.Problems.ToProblems(),
        };
    }
}
