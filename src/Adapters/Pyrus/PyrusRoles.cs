using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>The writes to roles. Called by the target; every answer is held against what was asked.</summary>
internal sealed class PyrusRoles(PyrusClient client)
{
    internal async Task<Outcome> CreateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = RoleBodies.Creation(change);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        var role = await client.CreateRoleAsync(body.Json, cancellationToken).ConfigureAwait(false);
        return PyrusOutcomes.Made(GroupMapping.ToRecord(role), RoleBodies.NotAsAsked(change, role));
    }

    internal async Task<Outcome> UpdateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = RoleBodies.Fields(change);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "a role");
        }

        if (body.Json.Count == 0)
        {
            return PyrusOutcomes.NothingToWrite(change);
        }

        var role = await client.UpdateRoleAsync(id, body.Json, cancellationToken).ConfigureAwait(false);
        return PyrusOutcomes.Checked(GroupMapping.ToRecord(role), RoleBodies.NotAsAsked(change, role));
    }

    internal async Task<Outcome> AddAsync(Change change, CancellationToken cancellationToken)
    {
        var (role, refusal) = await MembersAsync(change, PyrusFields.MemberAdd, cancellationToken).ConfigureAwait(false);
        var missing = role is null ? [] : change.Members.Except(role.Members, StringComparer.Ordinal).ToList();
        return refusal ?? (missing.Count == 0
            ? new Outcome(OutcomeKind.Applied, role!.Anchor, Echo: role)
            : new Outcome(
                OutcomeKind.Refused, role!.Anchor, "NotAdded",
                $"Pyrus took the change, and its answer still shows the role without account {string.Join(", ", missing)}: add it by hand, or see whether it is blocked.", role));
    }

    internal async Task<Outcome> RemoveAsync(Change change, CancellationToken cancellationToken)
    {
        var (role, refusal) = await MembersAsync(change, PyrusFields.MemberRemove, cancellationToken).ConfigureAwait(false);
        var left = role is null ? [] : change.Members.Intersect(role.Members, StringComparer.Ordinal).ToList();
        return refusal ?? (left.Count == 0
            ? new Outcome(OutcomeKind.Applied, role!.Anchor, Echo: role)
            : new Outcome(
                OutcomeKind.Refused, role!.Anchor, "NotRemoved",
                $"Pyrus took the change, and its answer still shows account {string.Join(", ", left)} in the role: take it out by hand.", role));
    }

    private async Task<(Capture.SourceRecord? Role, Outcome? Refusal)> MembersAsync(Change change, string direction, CancellationToken cancellationToken)
    {
        var body = RoleBodies.Members(change, direction);
        if (body.Problem is { } problem)
        {
            return (null, PyrusOutcomes.NotSent(change, problem));
        }

        return AccountMapping.Id(change.TargetId) is { } id
            ? (GroupMapping.ToRecord(await client.UpdateRoleAsync(id, body.Json, cancellationToken).ConfigureAwait(false)), null)
            : (null, PyrusOutcomes.NoId(change, "a role"));
    }
}
