using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>The writes to the organisation chart, which not every Pyrus has. Called by the target; every answer is held against what was asked.</summary>
internal sealed class PyrusDepartments(PyrusClient client)
{
    internal async Task<Outcome> CreateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = DepartmentBodies.Creation(change);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        return await WriteAsync(change, async () =>
        {
            var department = await client.CreateDepartmentAsync(body.Json, cancellationToken).ConfigureAwait(false);
            return PyrusOutcomes.Made(UnitMapping.ToRecord(department), DepartmentBodies.NotAsAsked(change, department));
        }).ConfigureAwait(false);
    }

    internal async Task<Outcome> UpdateAsync(Change change, CancellationToken cancellationToken)
    {
        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "a department");
        }

        var body = DepartmentBodies.Update(change, id);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        // The id alone changes nothing.
        if (body.Json.Count == 1)
        {
            return PyrusOutcomes.NothingToWrite(change);
        }

        return await WriteAsync(change, async () =>
        {
            var department = await client.UpdateDepartmentAsync(id, body.Json, cancellationToken).ConfigureAwait(false);
            return PyrusOutcomes.Checked(UnitMapping.ToRecord(department), DepartmentBodies.NotAsAsked(change, department));
        }).ConfigureAwait(false);
    }

    private static async Task<Outcome> WriteAsync(Change change, Func<Task<Outcome>> write)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (e.Failure == PyrusFailure.RouteMissing)
        {
            return new Outcome(
                OutcomeKind.Refused, change.TargetId, "OrgChartUnavailable",
                $"This Pyrus has no organisation chart to write to ({e.Message}). Make the change by hand in Pyrus.");
        }
    }
}
