using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>The outcomes that every kind of write shares.</summary>
internal static class PyrusOutcomes
{
    /// <summary>Refused here: Pyrus has no place for what was asked.</summary>
    internal static Outcome NotSent(Change change, string problem) => new(OutcomeKind.Refused, change.TargetId, "NotSent", $"Nothing was sent: {problem}");

    internal static Outcome NoId(Change change, string what) => NotSent(change, $"'{change.TargetId}' is not the id of {what} of Pyrus.");

    /// <summary>Nothing that could be done was sent: what was cancelled was the wait for a window, the sign-in, or a question before the write.</summary>
    internal static Outcome Cancelled(Change change) => new(OutcomeKind.NotSent, change.TargetId, "Cancelled", "Nothing was sent to Pyrus: the run was cancelled first.");

    internal static Outcome NothingToWrite(Change change) => new(OutcomeKind.AlreadySo, change.TargetId, Message: "Nothing was to be written.");

    /// <summary>Refused by Pyrus, with its own code, the field where the code tells it, and the remedy.</summary>
    internal static Outcome Refused(Change change, PyrusApiException e, bool dismissed = false)
    {
        var (field, remedy) = RefusalTexts.For(e.Code, e.Status);
        var access = change.Action != ChangeAction.BlockAccount || e.Code == "invalid_person_id" ? ""
            : dismissed ? " The account is dismissed, and not blocked: block it by hand."
            : " The account still has access: block it by hand at once.";
        return new Outcome(
            OutcomeKind.Refused, change.TargetId, e.Code, $"Pyrus refused{(field is null ? "" : $" the field {field}")}: {e.Message}. {remedy}{access}");
    }

    /// <summary>Pyrus took an update, and its answer tells another story: that is no success.</summary>
    internal static Outcome Checked(SourceRecord echo, IReadOnlyList<string> notAsAsked) => notAsAsked.Count == 0
        ? new Outcome(OutcomeKind.Applied, echo.Anchor, Echo: echo)
        : new Outcome(
            OutcomeKind.Refused, echo.Anchor, "NotChanged",
            $"Pyrus took the change, and its answer still shows {string.Join(", ", notAsAsked)} otherwise than asked: change it by hand.", echo);

    /// <summary>What was made is there, whatever Pyrus made of its fields: a refusal would have it made again.</summary>
    internal static Outcome Made(SourceRecord echo, IReadOnlyList<string> notAsAsked) => new(
        OutcomeKind.Applied, echo.Anchor, Echo: echo,
        Message: notAsAsked.Count == 0 ? null : $"Pyrus shows {string.Join(", ", notAsAsked)} otherwise than asked.");
}
