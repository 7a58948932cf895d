using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Says what stands against binding a person to an account: whose or what it is, or how it is protected. Pure.</summary>
internal sealed class BindObstacles(PlanningWorld world, RowDraft draft)
{
    /// <summary>The row that says what stands against it, or null.</summary>
    internal PlanRow? Row(EntryState person, EntryState account)
    {
        var name = PersonNames.Of(person);
        var id = account.Key.Anchor;
        if (account.Attributes[AttributeNames.AccountType] is { } type)
        {
            return Conflict(Reason.NotAPerson, $"Account {id} has the address of {name} but is a '{type}', not a person's.", Situation.TargetIgnored);
        }

        if (world.Correlator.LinkedTo(id).FirstOrDefault(e => e.Presence != EntryPresence.Disappeared && (!world.Persons.Several || e.Key.System == person.Key.System)) is { } owner)
        {
            return Conflict(
                Reason.AlreadyLinked,
                $"Account {id} has the address of {name} but belongs to {PersonNames.Of(owner)} ({owner.Key.Anchor}).", Situation.FoundAlreadyLinked);
        }

        if (ProtectedAccounts.IsSelf(account))
        {
            return Conflict(Reason.Protected, $"Account {id} with the address of {name} is the one the engine itself signs in with; it is never bound.", Situation.Found);
        }

        if (ProtectedAccounts.IsAdministrator(account) && Consent(person, account) is null)
        {
            return Conflict(
                Reason.Protected,
                $"Account {id} with the address of {name} is an administrator's. It is bound only when somebody consents to that, by name and with a reason.",
                Situation.Found);
        }

        return account.Attributes[AttributeNames.EmploymentState] is { } state
            ? Conflict(Reason.Dismissed, $"Account {id} with the address of {name} is marked as '{state}'. Rehiring is a person's decision.", Situation.Found)
            : null;

        PlanRow Conflict(Reason reason, string text, Situation situation) =>
            draft.Of(RowStatus.Conflict, situation, reason, text, person, account);
    }

    /// <summary>The consent to bind the person to this administrator's account, or null.</summary>
    internal BindConsented? Consent(EntryState person, EntryState account) =>
        world.Input.Consents.TryGetValue(person.Key, out var consent) && consent.AccountId == account.Key.Anchor && ProtectedAccounts.IsAdministrator(account)
            ? consent
            : null;
}
