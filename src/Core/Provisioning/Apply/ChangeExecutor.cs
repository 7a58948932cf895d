using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 8, apply: called by the pipeline with one write whose intent is stored; sends it and returns the answer; must never send it twice.
/// An error the adapter did not foresee is an unknown outcome, so that one bad row never stops the others.
/// </summary>
internal sealed class ChangeExecutor(ITarget target, Action<Exception> unexpected)
{
    /// <summary>The code of a write that the end of the run kept from being sent, or cut the answer of.</summary>
    internal const string Cancelled = "Cancelled";

    /// <exception cref="ConnectedSystemException">The target as a whole cannot be written to any more.</exception>
    internal async Task<Outcome> SendAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new Outcome(OutcomeKind.NotSent, change.TargetId, Cancelled, "Nothing was sent: the run was cancelled first.");
        }

        try
        {
            return await target.ApplyAsync(change, key, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new Outcome(OutcomeKind.Unknown, change.TargetId, Cancelled, "The run was cancelled during the call; the next reading of the target tells whether it was done.");
        }
        catch (Exception error) when (error is not ConnectedSystemException)
        {
            unexpected(error);
            return new Outcome(OutcomeKind.Unknown, change.TargetId, error.GetType().Name, "The call ended in an unexpected error; the next reading of the target tells whether it was done.");
        }
    }
}

/// <summary>Turns a target's answer into the events of the person's stream. Pure.</summary>
internal static class OutcomeEvents
{
    internal static IReadOnlyList<IEngineEvent> Of(
        SystemName target, RowWrite write, IdempotencyKey key, Outcome outcome, PlanId plan, Func<SourceRecord, string, string?> echoOf)
    {
        var action = write.Change.Action;
        switch (outcome.Kind)
        {
            case OutcomeKind.Refused:
                return [new ChangeRefused(target, key.Value, action, outcome.Code ?? "Refused", outcome.Message ?? "")];
            case OutcomeKind.NotSent:
                return [new ChangeRefused(target, key.Value, action, ChangeExecutor.Cancelled, outcome.Message ?? "Nothing was sent.")];
            case OutcomeKind.Unknown:
                return [new ChangeUnknown(target, key.Value, action, outcome.Message ?? "")];
        }

        var id = outcome.TargetId ?? write.Change.TargetId
            ?? throw new InvalidOperationException($"The adapter of '{target}' confirmed {action} without the id of what it made.");
        var echo = outcome.Echo is { } record && action is not (ChangeAction.AddToRole or ChangeAction.RemoveFromRole)
            ? AttributeSet.Of([.. write.Wanted.Select(w => (w.Key, echoOf(record, w.Key) ?? w.Value[0]))])
            : write.Wanted;
        var confirmed = new ChangeConfirmed(target, key.Value, action, id, write.Wanted, echo, write.Cleared, outcome.Kind == OutcomeKind.AlreadySo);
        return action is ChangeAction.CreateAccount or ChangeAction.CreateRole
            ? [new AccountLinked(target, id, LinkOrigin.Created, plan), confirmed]
            : [confirmed];
    }
}
