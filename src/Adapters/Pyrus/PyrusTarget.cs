using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>
/// Pyrus in its writing role. Called by the change executor; makes the one write it is given and says what Pyrus answered. Never repeats a
/// write whose answer was lost, never looks for another account, decides nothing.
/// </summary>
internal sealed class PyrusTarget(PyrusConnection connection) : ITarget
{
    public SystemName Name => connection.Name;

    public async Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (self, _) = await connection.ReadSelfAsync(cancellationToken).ConfigureAwait(false);
            if (await MissingRightsAsync(self.PersonId, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                throw PyrusErrors.MissingRights(Name, connection.Options, missing);
            }
        }
        catch (PyrusApiException e)
        {
            throw connection.Error(e);
        }
    }

    public async Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        Outcome outcome;
        try
        {
            outcome = await WriteAsync(change, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e)
        {
            outcome = await FailedAsync(change, e, cancellationToken).ConfigureAwait(false);
        }

        Log.Wrote(connection.Logger, Name.Value, change.Action.ToString(), key.Value, outcome.Kind.ToString(), outcome.Code);
        return outcome;
    }

    private Task<Outcome> WriteAsync(Change change, CancellationToken cancellationToken) => change.Action switch
    {
        ChangeAction.CreateAccount => CreateAsync(change, cancellationToken),
        ChangeAction.UpdateAccount => UpdateAsync(change, cancellationToken),
        ChangeAction.BlockAccount => BlockAsync(change, cancellationToken),
        ChangeAction.UnblockAccount => UnblockAsync(change, cancellationToken),
        ChangeAction.CreateDepartment => CreateDepartmentAsync(change, cancellationToken),
        ChangeAction.AddToRole => AddToRoleAsync(change, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.Action, "This adapter does not know the action."),
    };

    private async Task<Outcome> CreateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: true);
        if (body.Problem is { } problem)
        {
            return NotSent(change, problem);
        }

        // Known before the write, so that nothing can fail between the write and the echo.
        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        return Done(self, await connection.Client.CreateMemberAsync(body.Json, cancellationToken).ConfigureAwait(false), body.Note);
    }

    private async Task<Outcome> UpdateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: false);
        if (body.Problem is { } problem || AccountMapping.Id(change.TargetId) is not { } id)
        {
            return NotSent(change, body.Problem ?? NoId(change));
        }

        if (body.Json.Count == 0)
        {
            return body.Note is null ? new Outcome(OutcomeKind.AlreadySo, change.TargetId, Message: "Nothing was to be written.") : NotSent(change, body.Note);
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        return Done(self, await connection.Client.UpdateMemberAsync(id, body.Json, cancellationToken).ConfigureAwait(false), body.Note);
    }

    private async Task<Outcome> BlockAsync(Change change, CancellationToken cancellationToken)
    {
        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return NotSent(change, NoId(change));
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        if (await BeforeAsync(id, cancellationToken).ConfigureAwait(false) is { Banned: true } before)
        {
            return Already(self, before, "The account was blocked already.");
        }

        var after = await connection.Client.BlockMemberAsync(id, cancellationToken).ConfigureAwait(false);
        return after.Banned
            ? Done(self, after)
            : Contradicted(self, after, "NotBlocked", "Pyrus took the block, and its answer still shows the account as active: block it by hand at once.");
    }

    private async Task<Outcome> UnblockAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: false);
        if (body.Problem is { } problem || AccountMapping.Id(change.TargetId) is not { } id)
        {
            return NotSent(change, body.Problem ?? NoId(change));
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        if (body.Json.Count == 0 && await BeforeAsync(id, cancellationToken).ConfigureAwait(false) is { Banned: false } before)
        {
            return Already(self, before, "The account was not blocked.");
        }

        body.Json[PyrusFields.Banned] = false;
        var after = await connection.Client.UpdateMemberAsync(id, body.Json, cancellationToken).ConfigureAwait(false);
        return after.Banned
            ? Contradicted(self, after, "NotUnblocked", "Pyrus took the change, and its answer still shows the account as blocked: restore it by hand.")
            : Done(self, after, body.Note);
    }

    private async Task<Outcome> CreateDepartmentAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Department(change);
        if (body.Problem is { } problem)
        {
            return NotSent(change, problem);
        }

        var department = await connection.Client.CreateDepartmentAsync(body.Json, cancellationToken).ConfigureAwait(false);
        return new Outcome(OutcomeKind.Applied, AccountMapping.Text(department.Id), Echo: UnitMapping.ToRecord(department));
    }

    private async Task<Outcome> AddToRoleAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.RoleMembers(change);
        if (body.Problem is { } problem || AccountMapping.Id(change.TargetId) is not { } id)
        {
            return NotSent(change, body.Problem ?? $"'{change.TargetId}' is not the id of a role of Pyrus.");
        }

        var role = GroupMapping.ToRecord(await connection.Client.UpdateRoleAsync(id, body.Json, cancellationToken).ConfigureAwait(false));
        var missing = change.Members.Except(role.Members, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? new Outcome(OutcomeKind.Applied, role.Anchor, Echo: role)
            : new Outcome(
                OutcomeKind.Refused, role.Anchor, "NotAdded",
                $"Pyrus took the change, and its answer still shows the role without account {string.Join(", ", missing)}: add it by hand, or see whether it is blocked.", role);
    }

    /// <summary>
    /// The account before a block or unblock: only this tells "done" from "was so already". When it cannot be had the write goes on: a block
    /// must not wait for a question.
    /// </summary>
    private async Task<Person?> BeforeAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Client.GetMemberAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (e.Failure is PyrusFailure.AnswerLost or PyrusFailure.RouteMissing || e is { Failure: PyrusFailure.Refused, Status: 403 })
        {
            return null;
        }
    }

    private async Task<Outcome> FailedAsync(Change change, PyrusApiException e, CancellationToken cancellationToken)
    {
        switch (e.Failure)
        {
            case PyrusFailure.AnswerLost:
                return new Outcome(
                    OutcomeKind.Unknown, change.TargetId, Message: $"The answer of Pyrus was lost: {e.Message}. It may or may not have been done; the next read tells.");
            case PyrusFailure.Refused when e.Status == 403 && e.Code != "access_denied_person" && await RightsLostAsync(cancellationToken).ConfigureAwait(false) is { } missing:
                throw PyrusErrors.MissingRights(Name, connection.Options, missing);
            case PyrusFailure.Refused:
                return Refused(change, e);
            case PyrusFailure.RouteMissing when change.Action == ChangeAction.CreateDepartment:
                return new Outcome(
                    OutcomeKind.Refused, Code: "OrgChartUnavailable", Message: $"This Pyrus has no organisation chart to write to ({e.Message}). Create the department by hand in Pyrus.");
            default:
                throw connection.Error(e);
        }
    }

    private async Task<string?> RightsLostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
            return await MissingRightsAsync(self.PersonId, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException)
        {
            // Not known: then it is a refusal of this one change.
            return null;
        }
    }

    private async Task<string?> MissingRightsAsync(long self, CancellationToken cancellationToken) =>
        PyrusRights.Missing((await connection.Client.GetMemberAsync(self, cancellationToken).ConfigureAwait(false)).Rights ?? 0);

    private Outcome Done(Profile self, Person person, string? note = null) =>
        new(OutcomeKind.Applied, AccountMapping.Text(person.Id), Message: note, Echo: Echo(self, person));

    private Outcome Already(Profile self, Person person, string message) =>
        new(OutcomeKind.AlreadySo, AccountMapping.Text(person.Id), Message: message, Echo: Echo(self, person));

    private Outcome Contradicted(Profile self, Person person, string code, string message) =>
        new(OutcomeKind.Refused, AccountMapping.Text(person.Id), code, message, Echo(self, person));

    private SourceRecord Echo(Profile self, Person person) => AccountMapping.ToRecord(person, self.PersonId, connection.ListShowsRights != false);

    private static Outcome Refused(Change change, PyrusApiException e)
    {
        var (field, remedy) = RefusalTexts.For(e.Code, e.Status);
        return new Outcome(
            OutcomeKind.Refused, change.TargetId, e.Code, $"Pyrus refused{(field is null ? "" : $" the field {field}")}: {e.Message}. {remedy}");
    }

    private static Outcome NotSent(Change change, string problem) => new(OutcomeKind.Refused, change.TargetId, "NotSent", $"Nothing was sent: {problem}");

    private static string NoId(Change change) => $"'{change.TargetId}' is not the id of an account of Pyrus.";
}
