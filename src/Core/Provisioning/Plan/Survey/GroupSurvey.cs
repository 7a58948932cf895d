using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The first pass over the groups of the sources: is shown each of them once, in order of keys, and keeps which there are, which are excluded, and which the policy
/// has to do with. Then it gives memberships, to be opened group by group. Pure.
/// </summary>
internal sealed class GroupSurvey(PlanningInput input, UnitTree units)
{
    private readonly HashSet<EntryKey> known = [];
    private readonly HashSet<EntryKey> present = [];
    private readonly HashSet<EntryKey> shut = [];
    private readonly List<Namesake> namesakes = [];
    private readonly List<EntryState> unpicked = [];
    private readonly ImmutableSortedDictionary<EntryKey, string>.Builder excluded = ImmutableSortedDictionary.CreateBuilder<EntryKey, string>();

    /// <summary>Other groups that answer to the texts by which groups were picked.</summary>
    internal IReadOnlyList<Namesake> Namesakes => namesakes;

    /// <summary>Groups that are linked to a role and not picked any more.</summary>
    internal IReadOnlyList<EntryState> Unpicked => unpicked;

    /// <summary>The excluded groups, with the cause of each.</summary>
    internal ImmutableSortedDictionary<EntryKey, string> Excluded => excluded.ToImmutable();

    internal bool HasExcluded => shut.Count > 0;

    /// <summary>Takes note of a group.</summary>
    internal void See(EntryState group)
    {
        var policy = input.Policy;
        if (group.LinkTo(policy.Target) is not null && policy.RoleGroups?.Any(picked => picked.KeyIn(policy) == group.Key) != true)
        {
            unpicked.Add(group);
        }

        known.Add(group.Key);
        if (Restraints.CauseOf(group, input, units) is { } cause)
        {
            excluded[group.Key] = cause;
            shut.Add(group.Key);
        }

        if (group.Presence == EntryPresence.Present)
        {
            present.Add(group.Key);
            namesakes.AddRange((policy.PickedGroups ?? [])
                .Where(picked => picked.KeyIn(policy) is var key && key != group.Key && key.System == group.Key.System && GroupLookup.IsNamed(group, picked.Text))
                .Select(picked => new Namesake(picked, group.Key.Anchor)));
        }
    }

    /// <summary>After all groups: who is in some of them, to be opened.</summary>
    /// <param name="picked">The groups with their keys; null is everyone.</param>
    /// <param name="withExcluded">Whether excluded groups are entered as any other.</param>
    internal GroupMembership Membership(IEnumerable<(PickedGroup Group, EntryKey Key)>? picked, bool withExcluded) =>
        new(picked, known, present, withExcluded ? null : shut);
}
