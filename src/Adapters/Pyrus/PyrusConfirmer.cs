using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>
/// Asks Pyrus for single entries. Gone needs a clean answer with a code that says so; everything else that is not the entry itself proves
/// nothing. Made for one round of questions: the chart, which has no single entries, is read once in it.
/// </summary>
internal sealed class PyrusConfirmer(PyrusConnection connection)
{
    private (IReadOnlyList<Department>? Departments, string Evidence)? chart;

    internal async Task<Confirmation> ConfirmAsync(EntryKey key, CancellationToken cancellationToken)
    {
        if (AccountMapping.Id(key.Anchor) is not { } id)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"'{key.Anchor}' is not an id of Pyrus");
        }

        try
        {
            return key.Kind switch
            {
                EntryKind.Account => await AccountAsync(key, id, cancellationToken).ConfigureAwait(false),
                EntryKind.Group => await GroupAsync(key, id, cancellationToken).ConfigureAwait(false),
                _ => await UnitAsync(key, id, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (PyrusApiException e)
        {
            var gone = e.Failure == PyrusFailure.Refused && (e.Code == "invalid_person_id" || (e.Status == 404 && e.Code is not ("" or "unknown_error")));
            return new Confirmation(key, gone ? ConfirmationAnswer.Gone : ConfirmationAnswer.CannotTell, e.Message);
        }
    }

    private async Task<Confirmation> AccountAsync(EntryKey key, long id, CancellationToken cancellationToken)
    {
        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        var person = await connection.Client.GetMemberAsync(id, cancellationToken).ConfigureAwait(false);
        return person.Id == id
            ? new Confirmation(
                key, ConfirmationAnswer.Present, $"GET members/{key.Anchor} gave the member", AccountMapping.ToRecord(person, self.PersonId, connection.ListShowsRights != false))
            : Another(key, person.Id);
    }

    private async Task<Confirmation> GroupAsync(EntryKey key, long id, CancellationToken cancellationToken)
    {
        var role = await connection.Client.GetRoleAsync(id, cancellationToken).ConfigureAwait(false);
        if (role.Id != id)
        {
            return Another(key, role.Id);
        }

        return role.Fired
            ? new Confirmation(key, ConfirmationAnswer.Deleted, $"GET roles/{key.Anchor} gave a deleted role (fired)")
            : new Confirmation(key, ConfirmationAnswer.Present, $"GET roles/{key.Anchor} gave the role", GroupMapping.ToRecord(role));
    }

    private async Task<Confirmation> UnitAsync(EntryKey key, long id, CancellationToken cancellationToken)
    {
        var (departments, evidence) = chart ??= await ChartAsync(cancellationToken).ConfigureAwait(false);
        if (departments is null)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, evidence);
        }

        return departments.FirstOrDefault(d => d.Id == id) is { } department
            ? new Confirmation(key, ConfirmationAnswer.Present, $"GET orgchart shows department {key.Anchor}", UnitMapping.ToRecord(department))
            : new Confirmation(key, ConfirmationAnswer.Gone, $"{evidence}, none with id {key.Anchor}");
    }

    private async Task<(IReadOnlyList<Department>?, string)> ChartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await connection.Client.GetDepartmentsAsync(cancellationToken).ConfigureAwait(false);
            return list.Unreadable > 0
                ? (null, $"GET orgchart gave {list.Unreadable} departments without a readable id")
                : (list.Items, $"GET orgchart gave {list.Items.Count} departments");
        }
        catch (PyrusApiException e)
        {
            return (null, e.Message);
        }
    }

    private static Confirmation Another(EntryKey key, long id) =>
        new(key, ConfirmationAnswer.CannotTell, $"asked for {key.Anchor}, Pyrus gave {AccountMapping.Text(id)}");
}
