using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite;

/// <summary>
/// G Suite in its reading role. Called by the pipeline; gives organizational units, users, deleted users and groups, and a receipt under the customer's
/// id. Filters by domain only, decides nothing, never takes trouble for absence.
/// </summary>
internal sealed class GSuiteSource(GSuiteConnection connection) : ISource
{
    public SystemName Name => connection.Name;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.BatchSize is < 1 or > ReadRequest.BatchSizeMax)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.BatchSize, $"The batch size must be 1 to {ReadRequest.BatchSizeMax}.");
        }

        if (request.Since is not null)
        {
            yield return new SourceBatch([], NoChanges());
            yield break;
        }

        var reading = await BeginAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var batch in SourceBatches.OfAsync(reading, request.BatchSize, cancellationToken).ConfigureAwait(false))
        {
            if (batch.Receipt is { } receipt)
            {
                Tell(receipt);
            }

            yield return batch;
        }
    }

    public async Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        var confirmer = new GSuiteConfirmer(connection, cancellationToken);
        var answers = new List<Confirmation>(keys.Count);
        foreach (var some in keys.Chunk(connection.Options.Concurrency))
        {
            answers.AddRange(await Task.WhenAll(some.Select(confirmer.ConfirmAsync)).ConfigureAwait(false));
        }

        return answers;
    }

    private async Task<DirectoryReading> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DirectoryReading.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e)
        {
            throw connection.Error(e);
        }
    }

    private Receipt NoChanges() => new()
    {
        System = Name,
        Complete = false,
        Mode = ReadMode.Delta,
        Identity = "",
        FullReadNeeded = true,
        Problems = [new ReadProblem("NoChangesTold", "Google's directory does not tell what changed. Everything has to be read.")],
    };

    private void Tell(Receipt receipt)
    {
        foreach (var problem in receipt.Problems)
        {
            Log.ReadProblem(connection.Logger, Name.Value, problem.Code, problem.Message);
        }

        Log.Read(connection.Logger, Name.Value, receipt.Accounts, receipt.Groups, receipt.Units, receipt.Pages, receipt.Complete);
    }
}
