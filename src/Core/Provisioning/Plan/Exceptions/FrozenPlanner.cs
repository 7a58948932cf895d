using System.Globalization;
using SyncEngine.History;

namespace SyncEngine.Provisioning;

/// <summary>
/// Makes the row of a person who is left as he is. Somebody excluded by hand is always listed; people who are covered by a filter or an excluded group, where
/// something would be done, or there is an account to leave alone.
/// </summary>
internal sealed class FrozenPlanner(PlanningWorld world, RowDraft draft, LinkedPersonPlanner linked, UnlinkedPersonPlanner unlinked)
{
    internal (PlanRow? Row, Silence Silence) Plan(EntryState person, AccountLink? link, Restraint restraint)
    {
        if (link is not null && LosesAccess(person) && linked.Plan(person, link) is { Status: RowStatus.Block or RowStatus.Conflict or RowStatus.Deferred } leaving)
        {
            return (leaving with { Text = $"{leaving.Text} ({PersonNames.Of(person)} {restraint.Text} BlockExcludedLeavers says that this does not keep a leaver's access.)" },
                Silence.None);
        }

        var account = link is null ? null : world.Correlator.Account(link.AccountId);
        if (!restraint.ByHand)
        {
            if (link is null)
            {
                var (row, silence) = unlinked.Plan(person);
                if (row is null)
                {
                    return (null, silence);
                }
            }
            else if (account is not { Enabled: true } && !(account is not null && Blocks.IsUnfinished(account, link)) && !PlanningWorld.IsActive(person))
            {
                return (null, person.Presence == EntryPresence.Disappeared ? Silence.None : Silence.Noop);
            }
        }

        return (Row(person, account, restraint), Silence.None);
    }

    /// <summary>The row of a person, or of the account that somebody excluded.</summary>
    internal PlanRow Row(EntryState person, EntryState? account, Restraint restraint)
    {
        var keepsAccess = account is { Enabled: true } && !PlanningWorld.IsActive(person);
        var text = $"{PersonNames.Of(person)} {restraint.Text} Nothing is changed, in either direction.";
        return draft.Of(
            RowStatus.Frozen, Situation.SourceIgnored, keepsAccess ? restraint.Inactive : restraint.Reason,
            keepsAccess ? $"{text} The person is no longer active in {person.Key.System}{Since(person)} and keeps access to {world.Target}." : text,
            person, account);
    }

    /// <summary>Whether the policy takes access away from an excluded person all the same: the directory says that he left.</summary>
    internal bool LosesAccess(EntryState person) =>
        world.Policy.BlockExcludedLeavers
        && (!person.Enabled || person is { Presence: EntryPresence.Disappeared, Disappearance: DisappearanceReason.Deleted });

    private string Since(EntryState person) => world.Inactive(person.Key) is var (since, days)
        ? string.Create(CultureInfo.InvariantCulture, $" since {Restraints.Day(since)} ({days} days)")
        : "";
}
