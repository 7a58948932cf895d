using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The groups that contain each other, directly or through others, by Tarjan's algorithm without recursion: directories nest deeper than a stack. Pure.
/// </summary>
internal sealed class GroupCircles(IReadOnlyDictionary<EntryKey, List<EntryKey>> inner)
{
    private readonly Dictionary<EntryKey, int> order = [];
    private readonly Dictionary<EntryKey, int> low = [];
    private readonly Stack<EntryKey> open = [];
    private readonly HashSet<EntryKey> isOpen = [];
    private readonly List<EntryKey> found = [];

    /// <summary>All groups that stand in a circle, in order.</summary>
    internal IReadOnlyList<EntryKey> Find()
    {
        foreach (var group in inner.Keys.Where(group => !order.ContainsKey(group)))
        {
            Walk(group);
        }

        found.Sort();
        return found;
    }

    private void Walk(EntryKey start)
    {
        var path = new Stack<(EntryKey Group, int Next)>();
        Enter(start);
        path.Push((start, 0));
        while (path.TryPop(out var at))
        {
            var members = inner.GetValueOrDefault(at.Group) ?? [];
            if (at.Next == members.Count)
            {
                Leave(at.Group);
                if (path.TryPeek(out var above))
                {
                    low[above.Group] = Math.Min(low[above.Group], low[at.Group]);
                }

                continue;
            }

            var member = members[at.Next];
            path.Push((at.Group, at.Next + 1));
            if (!order.TryGetValue(member, out var seen))
            {
                Enter(member);
                path.Push((member, 0));
            }
            else if (isOpen.Contains(member))
            {
                low[at.Group] = Math.Min(low[at.Group], seen);
            }
        }
    }

    private void Enter(EntryKey group)
    {
        order[group] = low[group] = order.Count;
        open.Push(group);
        isOpen.Add(group);
    }

    /// <summary>All below a group are seen: when none of them leads above it, those that are still open are one circle, or the group alone.</summary>
    private void Leave(EntryKey group)
    {
        if (low[group] != order[group])
        {
            return;
        }

        var before = found.Count;
        EntryKey last;
        do
        {
            last = open.Pop();
            isOpen.Remove(last);
            found.Add(last);
        }
        while (last != group);

        if (found.Count == before + 1 && inner.GetValueOrDefault(group)?.Contains(group) != true)
        {
            found.RemoveAt(before);
        }
    }
}
