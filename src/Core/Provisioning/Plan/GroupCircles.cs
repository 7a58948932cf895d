namespace SyncEngine.Provisioning;

/// <summary>
/// The groups that contain each other, directly or through others, by Tarjan's algorithm without recursion: directories nest deeper than a stack. Pure.
/// </summary>
internal sealed class GroupCircles(IReadOnlyDictionary<string, List<string>> inner)
{
    private readonly Dictionary<string, int> order = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> low = new(StringComparer.Ordinal);
    private readonly Stack<string> open = [];
    private readonly HashSet<string> isOpen = new(StringComparer.Ordinal);
    private readonly List<string> found = [];

    /// <summary>The anchors of all groups that stand in a circle, in ordinal order.</summary>
    internal IReadOnlyList<string> Find()
    {
        foreach (var group in inner.Keys.Where(group => !order.ContainsKey(group)))
        {
            Walk(group);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private void Walk(string start)
    {
        var path = new Stack<(string Group, int Next)>();
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

    private void Enter(string group)
    {
        order[group] = low[group] = order.Count;
        open.Push(group);
        isOpen.Add(group);
    }

    /// <summary>All below a group are seen: when none of them leads above it, those that are still open are one circle, or the group alone.</summary>
    private void Leave(string group)
    {
        if (low[group] != order[group])
        {
            return;
        }

        var before = found.Count;
        string last;
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
