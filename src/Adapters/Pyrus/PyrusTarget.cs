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
    private readonly PyrusRoles roles = new(connection.Client);
    private readonly PyrusDepartments departments = new(connection.Client);

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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = PyrusOutcomes.Cancelled(change);
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
        ChangeAction.HandOverWork => HandOverAsync(change, cancellationToken),
        ChangeAction.CreateDepartment => departments.CreateAsync(change, cancellationToken),
        ChangeAction.UpdateDepartment => departments.UpdateAsync(change, cancellationToken),
        ChangeAction.CreateRole => roles.CreateAsync(change, cancellationToken),
        ChangeAction.UpdateRole => roles.UpdateAsync(change, cancellationToken),
        ChangeAction.AddToRole => roles.AddAsync(change, cancellationToken),
        ChangeAction.RemoveFromRole => roles.RemoveAsync(change, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.Action, "This adapter does not know the action."),
    };

    private async Task<Outcome> CreateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: true);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        // Known before the write, so that nothing can fail between the write and the echo.
        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        return Done(self, await connection.Client.CreateMemberAsync(body.Json, cancellationToken).ConfigureAwait(false), body.Note);
    }

    private async Task<Outcome> UpdateAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: false);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "an account");
        }

        if (body.Json.Count == 0)
        {
            return body.Note is null ? PyrusOutcomes.NothingToWrite(change) : PyrusOutcomes.NotSent(change, body.Note);
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        return Done(self, await connection.Client.UpdateMemberAsync(id, body.Json, cancellationToken).ConfigureAwait(false), body.Note);
    }

    private async Task<Outcome> BlockAsync(Change change, CancellationToken cancellationToken)
    {
        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "an account");
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        var before = await BeforeAsync(id, cancellationToken).ConfigureAwait(false);
        if (before is { Banned: true })
        {
            return Already(self, before, "The account was blocked already.");
        }

        Person after;
        try
        {
            after = await connection.Client.BlockMemberAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (before is { Fired: true })
        {
            return await FailedAsync(change, e, cancellationToken, dismissed: true).ConfigureAwait(false);
        }

        return after.Banned
            ? Done(self, after)
            : Contradicted(self, after, "NotBlocked", "Pyrus took the block, and its answer still shows the account as not blocked: block it by hand at once.");
    }

    private async Task<Outcome> UnblockAsync(Change change, CancellationToken cancellationToken)
    {
        var body = WriteMapping.Account(change, creation: false);
        if (body.Problem is { } problem)
        {
            return PyrusOutcomes.NotSent(change, problem);
        }

        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "an account");
        }

        var self = await connection.SelfAsync(cancellationToken).ConfigureAwait(false);
        var before = await BeforeAsync(id, cancellationToken).ConfigureAwait(false);
        if (before is { Fired: true })
        {
            return Contradicted(
                self, before, "Dismissed", "Nothing was sent: the account is dismissed in Pyrus, and no call takes a dismissal back. Rehire the person by hand.");
        }

        if (before is { Banned: false } && body.Json.Count == 0)
        {
            return Already(self, before, "The account was not blocked.");
        }

        body.Json[PyrusFields.Banned] = false;
        var after = await connection.Client.UpdateMemberAsync(id, body.Json, cancellationToken).ConfigureAwait(false);
        return after.Banned || after.Fired
            ? Contradicted(self, after, "NotUnblocked", "Pyrus took the change, and its answer still shows the account as blocked or dismissed: restore it by hand.")
            : Done(self, after, body.Note);
    }

    private async Task<Outcome> HandOverAsync(Change change, CancellationToken cancellationToken)
    {
        // Known before the write, so that nothing can fail between the write and the echo. Not needed where nothing is written.
        var self = connection.Options.HandOverByDismissal ? await connection.SelfAsync(cancellationToken).ConfigureAwait(false) : null;
        return await new PyrusHandOver(connection).RunAsync(change, person => Echo(self!, person), cancellationToken).ConfigureAwait(false);
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

    private async Task<Outcome> FailedAsync(Change change, PyrusApiException e, CancellationToken cancellationToken, bool dismissed = false)
    {
        switch (e.Failure)
        {
            case PyrusFailure.AnswerLost:
                return new Outcome(
                    OutcomeKind.Unknown, change.TargetId, Message: $"The answer of Pyrus was lost: {e.Message}. It may or may not have been done; the next read tells.");
            case PyrusFailure.Refused when e.Status == 403 && e.Code != "access_denied_person" && await RightsLostAsync(cancellationToken).ConfigureAwait(false) is { } missing:
                throw PyrusErrors.MissingRights(Name, connection.Options, missing);
            case PyrusFailure.Refused:
                return PyrusOutcomes.Refused(change, e, dismissed);
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
}
