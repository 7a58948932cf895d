using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Who is in the picked groups: direct, through nested groups (circles and diamonds end by a visited set), and by primary group.
/// </summary>
internal sealed class GroupMembership
{
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private readonly bool everyone;

    internal GroupMembership(ImmutableArray<PickedGroup>? picked, IEnumerable<EntryState> source)
    {
        everyone = picked is null;
        if (picked is not { } list)
        {
            return;
        }

        var known = source.Where(e => e.Key.Kind == EntryKind.Group).ToDictionary(e => e.Key.Anchor, StringComparer.Ordinal);
        var missing = new List<PickedGroup>();
        var open = new Stack<string>();
        foreach (var group in list)
        {
            if (known.TryGetValue(group.Anchor, out var state) && state.Presence == EntryPresence.Present)
            {
                open.Push(group.Anchor);
            }
            else
            {
                missing.Add(group);
            }
        }

        Missing = [.. missing.OrderBy(g => g.Anchor, StringComparer.Ordinal)];
        while (open.TryPop(out var anchor))
        {
            if (!groups.Add(anchor))
            {
                continue;
            }

            foreach (var member in known[anchor].Members)
            {
                if (!known.TryGetValue(member, out var nested))
                {
                    accounts.Add(member);
                }
                else if (nested.Presence == EntryPresence.Present)
                {
                    open.Push(member);
                }
            }
        }
    }

    /// <summary>Picked groups that are not there: nobody loses access over them, a person must say what is meant.</summary>
    internal ImmutableArray<PickedGroup> Missing { get; } = [];

    internal bool Contains(EntryState account) =>
        everyone
        || accounts.Contains(account.Key.Anchor)
        || (account.Attributes[AttributeNames.PrimaryGroup] is { } primary && groups.Contains(primary));
}
