using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Makes rows for the accounts that no source entry is linked to and no row is about. Nothing is ever done to them.</summary>
internal sealed class UnmanagedPlanner(PlanningWorld world, RowDraft draft)
{
    internal PlanRow Plan(EntryState account)
    {
        var name = PersonNames.Of(account);
        var excluded = world.Input.Excluded.GetValueOrDefault(account.Key);
        if (excluded is not null)
        {
            return draft.Of(
                RowStatus.Frozen, Situation.TargetIgnored, Reason.Excluded, $"{name} is excluded by {excluded.By}: {excluded.Reason}", null, account);
        }

        if (account.Attributes[AttributeNames.AccountType] is { } type)
        {
            return draft.Of(
                RowStatus.Unmanaged, Situation.TargetIgnored, Reason.NotAPerson, $"{name} in {world.Target} is a '{type}', not a person's account.", null, account);
        }

        return EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email && world.Correlator.IsAddressee(email)
            ? draft.Of(
                RowStatus.Unmanaged, Situation.Unassigned, Reason.NotLinkedOutOfScope,
                $"{name} has the address of an entry of {world.SourceNames} that this sync leaves out. Nothing is done to accounts this sync does not own.",
                null, account)
            : draft.Of(
                RowStatus.Unmanaged, Situation.Unassigned, Reason.NotLinked,
                $"{name} is in {world.Target}, and nobody in {world.SourceNames} is linked to the account. Nothing is done to accounts this sync does not own.", null, account);
    }
}
