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
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<string> open = [];
    private readonly bool everyone;

    /// <param name="picked">The picked groups; null is everyone.</param>
    /// <param name="source">The system of the groups.</param>
    /// <param name="known">The anchors of all groups ever seen there.</param>
    /// <param name="present">The anchors of those that are there.</param>
    internal GroupMembership(ImmutableArray<PickedGroup>? picked, SystemName source, IReadOnlySet<string> known, IReadOnlySet<string> present)
    {
        this.source = source;
        this.known = known;
        everyone = picked is null;
        if (picked is { } list)
        {
            Missing = [.. list.Where(group => !present.Contains(group.Anchor)).OrderBy(group => group.Anchor, StringComparer.Ordinal)];
            open.AddRange(list.Select(group => group.Anchor).Where(anchor => present.Contains(anchor) && asked.Add(anchor)));
        }
    }

    /// <summary>Picked groups that are not there: nobody loses access over them, a person must say what is meant.</summary>
    internal ImmutableArray<PickedGroup> Missing { get; } = [];

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
            else if (asked.Add(member))
            {
                open.Add(member);
            }
        }
    }

    /// <summary>How many anchors are members that are no groups, primary groups not counted.</summary>
    internal int AccountCount => accounts.Count;

    internal bool Contains(EntryState account) =>
        everyone
        || accounts.Contains(account.Key.Anchor)
        || (account.Attributes[AttributeNames.PrimaryGroup] is { } primary && groups.Contains(primary));
}
