using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// With several sources: decides the row of an entry without a link whose person has an account already, by another source. It is linked to that account along
/// with the other entry. Pure.
/// </summary>
internal sealed class FurtherSourcePlanner(PlanningWorld world, RowDraft draft)
{
    private readonly BindObstacles obstacles = new(world, draft);

    /// <summary>The row, or null when no other source's entry leads to an account.</summary>
    internal PlanRow? Row(EntryState person)
    {
        if (!world.Persons.Several || world.Fields.Address(person) is not { } email)
        {
            return null;
        }

        var twins = world.Correlator.Sharing(email, world.Fields.Address).Where(other => other.Key.System != person.Key.System);
        var ids = twins.Select(other => other.LinkTo(world.Target)?.AccountId).OfType<string>()
            .Concat(world.Correlator.AccountsWith(email).Select(account => account.Key.Anchor).Where(id => world.Correlator.LinkedTo(id).Any(other => other.Key.System != person.Key.System)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return ids switch
        {
            [] => null,
            [var id] => Along(person, id),
            _ => draft.Of(
                RowStatus.Conflict, Situation.Ambiguous, Reason.AmbiguousTarget,
                $"The address of {PersonNames.Of(person)} leads to several accounts of {world.Target} that other sources have people for: {string.Join(", ", ids)}. Give each person one address.",
                person, null),
        };
    }

    private PlanRow Along(EntryState person, string id)
    {
        var name = PersonNames.Of(person);
        var owners = world.Correlator.LinkedTo(id).ToList();
        var other = owners.First(owner => owner.Key.System != person.Key.System);
        if (world.Correlator.Account(id) is not { } account)
        {
            return draft.Of(
                RowStatus.Conflict, Situation.Missing, Reason.AccountMissing,
                $"{name} is {PersonNames.Of(other)} of {other.Key.System}, who is linked to account {id}, which {world.Target} no longer has. It is not made again by itself: " +
                "restore the account there, or exclude the person.", person, null);
        }

        if (obstacles.Row(person, account) is { } obstacle)
        {
            return obstacle;
        }

        var again = owners.Exists(owner => owner.Key.System == person.Key.System);
        var selected = account.Enabled && !again && NameSimilarity.MayBeSamePerson(person, account);
        var note = selected ? "" : again ? $" {person.Key.System} had another entry for the account before. Select the row if it is the same person."
            : account.Enabled ? " But the names differ: select the row if it is the same person."
            : " But the account is blocked: once linked, an active entry gives access back. Select the row if that is meant.";
        return draft.Of(
            RowStatus.Bind, Situation.Found, Reason.FurtherSource,
            $"Account {id} is {PersonNames.Of(other)}'s of {other.Key.System}, and {name} of {person.Key.System} has the same address: the entry will be linked to it too.{note}",
            person, account, selected, [Effect.Link]);
    }
}
