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
    private readonly SystemName source;
    private readonly IReadOnlySet<string> known;
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> asked = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> excluded;
    private readonly List<string> open = [];
    private readonly Dictionary<string, List<string>> inner = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly bool everyone;

    /// <param name="picked">The picked groups; null is everyone.</param>
    /// <param name="source">The system of the groups.</param>
    /// <param name="known">The anchors of all groups ever seen there.</param>
    /// <param name="present">The anchors of those that are there.</param>
    /// <param name="excluded">The anchors of groups that are not entered: neither their members count nor those of groups below them; null for none.</param>
    internal GroupMembership(
        ImmutableArray<PickedGroup>? picked, SystemName source, IReadOnlySet<string> known, IReadOnlySet<string> present, IReadOnlySet<string>? excluded = null)
    {
        this.excluded = excluded ?? ImmutableHashSet<string>.Empty;
        this.source = source;
        this.known = known;
        everyone = picked is null;
        if (picked is { } list)
        {
            Missing = [.. list.Where(group => !present.Contains(group.Anchor)).OrderBy(group => group.Anchor, StringComparer.Ordinal)];
            open.AddRange(list.Select(group => group.Anchor).Where(anchor => present.Contains(anchor) && !this.excluded.Contains(anchor) && asked.TryAdd(anchor, null)));
        }
    }

    /// <summary>Picked groups that are not there: nobody loses access over them, a person must say what is meant.</summary>
    internal ImmutableArray<PickedGroup> Missing { get; } = [];

    /// <summary>Whether no group was picked at all, so that everyone counts.</summary>
    internal bool Everyone => everyone;

    /// <summary>The groups that were entered, each with the one that led there; null for a picked one.</summary>
    internal IReadOnlyDictionary<string, string?> Entered => asked;

    /// <summary>The groups whose members are wanted next; none when all are known.</summary>
    internal ImmutableArray<EntryKey> Wanted()
    {
        var wanted = open.Select(anchor => new EntryKey(source, EntryKind.Group, anchor)).ToImmutableArray();
        open.Clear();
        return wanted;
    }

    /// <summary>Takes in the members of a group that was wanted.</summary>
    internal void Open(EntryState group)
    {
        if (group.Presence != EntryPresence.Present || !groups.Add(group.Key.Anchor))
        {
            return;
        }

        foreach (var member in group.Members)
        {
            if (!known.Contains(member))
            {
                accounts.Add(member);
            }
            else if (!excluded.Contains(member))
            {
                Enter(group, member);
            }
        }
    }

    private void Enter(EntryState group, string member)
    {
        var anchor = group.Key.Anchor;
        names[anchor] = group.Attributes[AttributeNames.Name] ?? anchor;
        if (!inner.TryGetValue(anchor, out var groupsInside))
        {
            inner[anchor] = groupsInside = [];
        }

        groupsInside.Add(member);
        if (asked.TryAdd(member, anchor))
        {
            open.Add(member);
        }
    }

    /// <summary>The names of the groups that contain each other, in order of anchors: harmless, but seldom what somebody meant.</summary>
    internal IReadOnlyList<string> Circles() => [.. new GroupCircles(inner).Find().Select(anchor => names[anchor])];

    /// <summary>How many anchors are members that are no groups, primary groups not counted.</summary>
    internal int AccountCount => accounts.Count;

    /// <summary>Whether a group names the account as its member.</summary>
    internal bool Names(EntryKey account) => accounts.Contains(account.Anchor);

    internal bool Contains(EntryState account) =>
        everyone
        || accounts.Contains(account.Key.Anchor)
        || (account.Attributes[AttributeNames.PrimaryGroup] is { } primary && groups.Contains(primary));
}
