using System.Runtime.CompilerServices;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>
/// Pyrus in its reading role. Called by the pipeline; gives departments, roles and members as they are, dismissed ones included, and a receipt
/// under the organisation's id. Filters nobody and decides nothing.
/// </summary>
internal sealed class PyrusSource(PyrusConnection connection) : ISource
{
    public SystemName Name => connection.Name;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reading = await LoadAsync(cancellationToken).ConfigureAwait(false);
        var departments = UnitMapping.ParentsFirst(reading.Departments ?? UnitMapping.FromPeople(reading.People));
        var records = departments.Select(UnitMapping.ToRecord)
            .Concat(reading.Roles.Select(GroupMapping.ToRecord))
            .Concat(reading.People.Select(p => AccountMapping.ToRecord(p, reading.Profile.PersonId, reading.ShowsRights)));
        foreach (var batch in records.Chunk(request.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SourceBatch(batch) { Identity = reading.Profile.OrganizationId };
        }

        cancellationToken.ThrowIfCancellationRequested();
        yield return new SourceBatch([], ReceiptOf(reading, departments.Count));
    }

    public async Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var confirmer = new PyrusConfirmer(connection);
        var answers = new List<Confirmation>(keys.Count);
        foreach (var key in keys)
        {
            answers.Add(await confirmer.ConfirmAsync(key, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    private async Task<PyrusReading> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = await PyrusReading.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            connection.ListShowsRights = reading.People.Count > 0 ? reading.ShowsRights : connection.ListShowsRights;
            return reading;
        }
        catch (PyrusApiException e)
        {
            throw connection.Error(e);
        }
    }

    private Receipt ReceiptOf(PyrusReading reading, int units)
    {
        foreach (var problem in reading.Problems)
        {
            Log.ReadProblem(connection.Logger, Name.Value, problem.Code, problem.Message);
        }

        var complete = !reading.Problems.Any(p => p.Breaking);
        Log.Read(connection.Logger, Name.Value, reading.People.Count, reading.Roles.Count, units, complete);
        return new Receipt
        {
            System = Name,
            Complete = complete,
            Identity = reading.Profile.OrganizationId,
            Server = reading.Server,
            Accounts = reading.People.Count,
            Groups = reading.Roles.Count,
            Units = units,
            Pages = reading.Pages,
            Problems = [.. reading.Problems],
        };
    }
}
