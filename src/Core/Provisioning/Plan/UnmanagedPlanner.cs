using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Lists the accounts that no source entry is linked to and no row is about. Nothing is ever done to them.</summary>
internal sealed class UnmanagedPlanner(PlanningWorld world, RowDraft draft)
{
    private readonly ILookup<EmailKey, EntryState> people = world.People
        .Where(p => p.Presence == EntryPresence.Present)
        .Select(p => (Key: EmailKey.TryFrom(p.Attributes[AttributeNames.Email]), Person: p))
        .Where(p => p.Key is not null)
        .ToLookup(p => p.Key!.Value, p => p.Person);

    internal IEnumerable<PlanRow> Plan(IReadOnlySet<string> accountsWithRow) =>
        world.Correlator.Accounts
            .Where(account => !accountsWithRow.Contains(account.Key.Anchor) && !world.Correlator.LinkedTo(account.Key.Anchor).Any())
            .OrderBy(account => account.Key)
            .Select(Row);

    private PlanRow Row(EntryState account)
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

        return EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email && people[email].FirstOrDefault() is { } person
            ? draft.Of(
                RowStatus.Unmanaged, Situation.Unassigned, Reason.NotLinkedOutOfScope,
                $"{name} has the address of an entry of {person.Key.System} that this sync leaves out. Nothing is done to accounts the engine does not own.",
                null, account)
            : draft.Of(
                RowStatus.Unmanaged, Situation.Unassigned, Reason.NotLinked,
                $"{name} is in {world.Target} only. Nothing is done to accounts the engine does not own.", null, account);
    }
}
