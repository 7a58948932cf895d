using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Who is in the picked groups: direct, through nested groups (circles and diamonds end by a visited set), and by primary group. Groups are
/// opened one after the other, so that only the members of those that count are ever held.
/// </summary>
internal sealed class GroupMembership
{
    private readonly IReadOnlySet<EntryKey> known;
    private readonly Dictionary<SystemName, HashSet<string>> accounts = [];
    private readonly HashSet<EntryKey> groups = [];
    private readonly Dictionary<EntryKey, EntryKey?> asked = [];
    private readonly IReadOnlySet<EntryKey> excluded;
    private readonly List<EntryKey> open = [];
    private readonly Dictionary<EntryKey, List<EntryKey>> inner = [];
    private readonly Dictionary<EntryKey, string> names = [];
    private readonly bool everyone;

    /// <param name="picked">The picked groups with their keys; null is everyone.</param>
    /// <param name="known">All groups ever seen.</param>
    /// <param name="present">Those that are there.</param>
    /// <param name="excluded">Groups that are not entered: neither their members count nor those of groups below them; null for none.</param>
    internal GroupMembership(
        IEnumerable<(PickedGroup Group, EntryKey Key)>? picked, IReadOnlySet<EntryKey> known, IReadOnlySet<EntryKey> present, IReadOnlySet<EntryKey>? excluded = null)
    {
        this.excluded = excluded ?? ImmutableHashSet<EntryKey>.Empty;
        this.known = known;
        everyone = picked is null;
        if (picked is not null)
        {
            var list = picked.ToList();
            Missing = [.. list.Where(group => !present.Contains(group.Key)).Select(group => group.Group).OrderBy(group => group.Anchor, StringComparer.Ordinal)];
            open.AddRange(list.Select(group => group.Key).Where(key => present.Contains(key) && !this.excluded.Contains(key) && asked.TryAdd(key, null)));
        }
    }

    /// <summary>Picked groups that are not there: nobody loses access over them, a person must say what is meant.</summary>
    internal ImmutableArray<PickedGroup> Missing { get; } = [];

    /// <summary>Whether no group was picked at all, so that everyone counts.</summary>
    internal bool Everyone => everyone;

    /// <summary>The groups that were entered, each with the one that led there; null for a picked one.</summary>
    internal IReadOnlyDictionary<EntryKey, EntryKey?> Entered => asked;

    /// <summary>The groups of a policy, with their keys.</summary>
    internal static IEnumerable<(PickedGroup Group, EntryKey Key)>? Of(SyncPolicy policy) => policy.PickedGroups?.Select(group => (group, group.KeyIn(policy)));

    /// <summary>The groups whose members are wanted next; none when all are known.</summary>
    internal ImmutableArray<EntryKey> Wanted()
    {
        var wanted = open.ToImmutableArray();
        open.Clear();
        return wanted;
    }

    /// <summary>Takes in the members of a group that was wanted.</summary>
    internal void Open(EntryState group)
    {
        if (group.Presence != EntryPresence.Present || !groups.Add(group.Key))
        {
            return;
        }

        if (!accounts.TryGetValue(group.Key.System, out var people))
        {
            accounts[group.Key.System] = people = new HashSet<string>(StringComparer.Ordinal);
        }

        foreach (var member in group.Members)
        {
            var key = new EntryKey(group.Key.System, EntryKind.Group, member);
            if (!known.Contains(key))
            {
                people.Add(member);
            }
            else if (!excluded.Contains(key))
            {
                Enter(group, key);
            }
        }
    }

    private void Enter(EntryState group, EntryKey member)
    {
        names[group.Key] = group.Attributes[AttributeNames.Name] ?? group.Key.Anchor;
        if (!inner.TryGetValue(group.Key, out var groupsInside))
        {
            inner[group.Key] = groupsInside = [];
        }

        groupsInside.Add(member);
        if (asked.TryAdd(member, group.Key))
        {
            open.Add(member);
        }
    }

    /// <summary>The names of the groups that contain each other, in order of keys: harmless, but seldom what somebody meant.</summary>
    internal IReadOnlyList<string> Circles() => [.. new GroupCircles(inner).Find().Select(key => names[key])];

    /// <summary>How many anchors are members that are no groups, primary groups not counted.</summary>
    internal int AccountCount => accounts.Values.Sum(people => people.Count);

    /// <summary>Whether a group names the account as its member.</summary>
    internal bool Names(EntryKey account) => accounts.TryGetValue(account.System, out var people) && people.Contains(account.Anchor);

    internal bool Contains(EntryState account) =>
        everyone
        || Names(account.Key)
        || (account.Attributes[AttributeNames.PrimaryGroup] is { } primary && groups.Contains(new EntryKey(account.Key.System, EntryKind.Group, primary)));
}
