using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>What an event says, as one sentence for people.</summary>
internal static class EventText
{
    internal static string Of(SystemName system, IEngineEvent happened) => happened switch
    {
        EntryDiscovered e => $"First seen in {system}{(e.Enabled ? "" : ", disabled")}.",
        EntryChanged e => $"Changed in {system}: {string.Join("; ", e.Changes.Select(Change))}.",
        EntryMoved => $"Moved to another unit in {system}.",
        EntryDisabled => $"Disabled in {system}.",
        EntryEnabled => $"Enabled in {system}.",
        MembersChanged e => $"Members changed in {system}: {e.Added.Length} more, {e.Removed.Length} fewer.",
        EntryMissed => $"Not in a complete reading of {system}; a suspicion, not a fact.",
        EntryDisappeared e => $"No longer in {system}: {e.Reason} ({e.Evidence}).",
        EntryReappeared e => $"Seen again in {system}{(e.Enabled ? "" : ", disabled")}.",
        AccountLinked e => $"Linked to account {e.AccountId} of {e.Target} ({e.Origin}).",
        AccountUnlinked e => $"Unlinked from account {e.AccountId} of {e.Target}: {e.Reason}.",
        ChangeIntended { Action: ChangeAction.AddToRole } e => $"About to give back the role {e.TargetId} in {e.Target}.",
        ChangeIntended { Action: ChangeAction.BlockAccount, BeforeImage: { } before } e when before[AttributeNames.Blocked] is not null =>
            $"About to send {Words(e.Action)} to {e.Target}, of an account that has no access there already ({before[AttributeNames.EmploymentState]}).",
        ChangeIntended { Action: ChangeAction.BlockAccount, BeforeImage: { } before } e => $"About to send {Words(e.Action)} to {e.Target}, which takes away: {Taken(before)}.",
        ChangeIntended e => $"About to send {Words(e.Action)} to {e.Target}{Fields(e.Fields)}.",
        ChangeConfirmed { Action: ChangeAction.AddToRole, AlreadySo: true } e => $"{e.Target} shows that the role {e.TargetId} is there again already.",
        ChangeConfirmed { AlreadySo: true } e => $"{e.Target} says it was so already: {Words(e.Action)}, account {e.TargetId}.",
        ChangeConfirmed { Action: ChangeAction.AddToRole } e => $"{e.Target} confirmed: the role {e.TargetId} was given back.",
        ChangeConfirmed e => $"{e.Target} confirmed: {Words(e.Action)}, account {e.TargetId}.",
        ChangeRefused { Code: ChangeExecutor.Cancelled } e => $"Not sent to {e.Target}: {Words(e.Action)}. {e.Message}",
        ChangeRefused e => $"{e.Target} refused {Words(e.Action)}: {e.Code}. {e.Message}".TrimEnd(),
        ChangeUnknown e => $"No answer from {e.Target} to {Words(e.Action)}: {e.Message}",
        _ => happened.GetType().Name,
    };

    private static string Change(AttributeChange change) =>
        $"{change.Name} '{string.Join(", ", change.From)}' -> '{string.Join(", ", change.To)}'";

    private static string Fields(AttributeSet fields) =>
        fields.Count == 0 ? "" : $" ({string.Join(", ", fields.Select(f => $"{f.Key} = {f.Value[0]}"))})";

    private static string Taken(AttributeSet before)
    {
        var roles = before.Values(AttributeNames.Roles);
        return string.Join("; ", new[]
        {
            "access",
            roles.Length == 0 ? null : $"roles {string.Join(", ", roles)}",
            before[AttributeNames.Department] is { } department ? $"department {department}" : null,
        }.OfType<string>());
    }

    private static string Words(ChangeAction action) => action switch
    {
        ChangeAction.CreateAccount => "a new account",
        ChangeAction.UpdateAccount => "an update",
        ChangeAction.BlockAccount => "a block",
        ChangeAction.UnblockAccount => "an unblock",
        ChangeAction.CreateDepartment => "a new department",
        ChangeAction.AddToRole => "a role",
        ChangeAction.CreateRole => "a new role",
        ChangeAction.UpdateRole => "an update of a role",
        ChangeAction.RemoveFromRole => "the loss of a role",
        ChangeAction.UpdateDepartment => "an update of a department",
        ChangeAction.HandOverWork => "the handing over of work",
        _ => action.ToString(),
    };
}
