using System.Text.Json.Nodes;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>
/// Hands work over in the only way Pyrus has: by dismissing the account. Called by the target; does it only where the options allow it, since
/// nothing in the API takes a dismissal back.
/// </summary>
internal sealed class PyrusHandOver(PyrusConnection connection)
{
    internal const string Unavailable = "HandOverUnavailable";

    internal async Task<Outcome> RunAsync(Change change, Func<Person, SourceRecord> echo, CancellationToken cancellationToken)
    {
        if (!connection.Options.HandOverByDismissal)
        {
            return new Outcome(
                OutcomeKind.Refused, change.TargetId, Unavailable,
                "Pyrus hands work over only by dismissing the account, and this is not allowed here: hand the work over by hand, or set HandOverByDismissal.");
        }

        if (AccountMapping.Id(change.TargetId) is not { } id)
        {
            return PyrusOutcomes.NoId(change, "an account");
        }

        if (AccountMapping.Id(change.Receiver) is not { } receiver || receiver == id)
        {
            return PyrusOutcomes.NotSent(change, $"'{change.Receiver}' is not the id of another account of Pyrus that could get the work.");
        }

        var before = await connection.Client.GetMemberAsync(id, cancellationToken).ConfigureAwait(false);
        if (before.Fired)
        {
            return new Outcome(
                OutcomeKind.AlreadySo, change.TargetId, Echo: echo(before),
                Message: $"The account was dismissed already; its work went to {(before.TaskReceiver is { } other ? $"account {AccountMapping.Text(other)}" : "whom Pyrus does not say")}.");
        }

        try
        {
            return Checked(change, receiver, await DismissedAsync(id, receiver, cancellationToken).ConfigureAwait(false), echo);
        }
        catch (PyrusApiException e) when (e.Failure == PyrusFailure.RouteMissing)
        {
            return new Outcome(
                OutcomeKind.Refused, change.TargetId, Unavailable, $"This Pyrus has no call that hands work over ({e.Message}). Hand it over by hand.");
        }
    }

    /// <summary>The account after the write. The answer's shape is not documented: where it does not show the account, it is asked for.</summary>
    private async Task<Person> DismissedAsync(long id, long receiver, CancellationToken cancellationToken)
    {
        var item = new JsonObject { [PyrusFields.Id] = id, [PyrusFields.TaskReceiverId] = receiver };
        var members = await connection.Client.ChangeMembersAsync(new JsonObject { [PyrusFields.FireMembers] = new JsonArray(item) }, cancellationToken).ConfigureAwait(false);
        if (members.FirstOrDefault(m => m.Id == id) is { Fired: true } shown)
        {
            return shown;
        }

        try
        {
            return await connection.Client.GetMemberAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e)
        {
            // The write was answered; only what it did is not known.
            throw new PyrusApiException(PyrusFailure.AnswerLost, $"the dismissal was answered without the account, which could not be asked for: {e.Message}", e);
        }
        catch (OperationCanceledException e)
        {
            throw new PyrusApiException(PyrusFailure.AnswerLost, "the dismissal was answered without the account, and the run was cancelled before it could be asked for", e);
        }
    }

    private static Outcome Checked(Change change, long receiver, Person after, Func<Person, SourceRecord> echo)
    {
        if (!after.Fired)
        {
            return new Outcome(
                OutcomeKind.Refused, change.TargetId, "NotHandedOver",
                "Pyrus took the request, and still shows the account as not dismissed: hand its work over by hand.", echo(after));
        }

        return after.TaskReceiver is null || after.TaskReceiver == receiver
            ? new Outcome(OutcomeKind.Applied, change.TargetId, Message: "The account is dismissed; to rehire is a person's decision in Pyrus.", Echo: echo(after))
            : new Outcome(
                OutcomeKind.Refused, change.TargetId, "NotHandedOver",
                $"Pyrus dismissed the account and shows account {AccountMapping.Text(after.TaskReceiver.Value)} as the receiver of its work: correct it by hand.", echo(after));
    }
}
