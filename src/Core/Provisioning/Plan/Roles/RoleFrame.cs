using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What is at hand of groups that are kept as roles while a plan is computed.</summary>
/// <param name="Groups">The picked groups, in order of anchors.</param>
/// <param name="Catalog">The roles of the target.</param>
/// <param name="Unpicked">Groups that are linked to a role and not picked any more.</param>
internal sealed record RoleFrame(IReadOnlyList<RoleGroupState> Groups, RoleCatalog Catalog, IReadOnlyList<EntryState> Unpicked);

/// <summary>One group that is kept as a role: what is known of it, and who is in it.</summary>
/// <param name="picked">As the policy names it.</param>
/// <param name="key">The group.</param>
/// <param name="state">Its state, or null when it was never seen.</param>
/// <param name="membership">Who is in it, nested groups opened.</param>
/// <param name="target">The target.</param>
/// <param name="withExcluded">Who is in it when excluded groups are opened too; null when none is excluded.</param>
internal sealed class RoleGroupState(RoleGroup picked, EntryKey key, EntryState? state, GroupMembership membership, SystemName target, GroupMembership? withExcluded = null)
{
    private readonly HashSet<string> granted = new(state?.LinkTo(target)?.Granted ?? [], StringComparer.Ordinal);

    internal RoleGroup Picked => picked;

    internal EntryKey Key => key;

    internal EntryState? State => state;

    internal bool IsThere => state is { Presence: EntryPresence.Present };

    internal string Name => state is null ? picked.Text : UnitTree.NameOf(state);

    internal AccountLink? Link => state?.LinkTo(target);

    /// <summary>The people in it, by their numbers in order of keys: filled by the first pass over everybody.</summary>
    internal List<int> People { get; } = [];

    /// <summary>Members that are no accounts of the source: contacts, computers, people of other domains.</summary>
    internal int Others => Math.Max(0, membership.AccountCount - People.Count);

    /// <summary>The accounts whose membership of the role this engine gave for this group's sake.</summary>
    internal IReadOnlyCollection<string> Granted => granted;

    internal bool HasGranted(string accountId) => granted.Contains(accountId);

    /// <summary>Whether a person is in it only, or also, through an excluded group: such a membership is neither given nor taken away.</summary>
    internal bool ContainsByExcluded(EntryState person) => IsThere && withExcluded?.Contains(person) == true;

    internal bool Contains(EntryState person) => IsThere && membership.Contains(person);
}

/// <summary>The roles of the target, found by id, name, and the group they were made for.</summary>
internal sealed class RoleCatalog
{
    private readonly Dictionary<string, RoleFace> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RoleFace>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleFace> byGroup = new(StringComparer.Ordinal);

    /// <summary>Takes note of a role. In order of keys.</summary>
    internal void Add(EntryState role)
    {
        if (role.Presence == EntryPresence.Disappeared)
        {
            return;
        }

        var face = new RoleFace(role.Key.Anchor, UnitTree.NameOf(role), role.Enabled);
        byId[face.Id] = face;
        if (role.Attributes[AttributeNames.ExternalId] is { } group)
        {
            byGroup.TryAdd(group, face);
        }

        var key = CanonicalText.NameKey(face.Name);
        if (!byName.TryGetValue(key, out var named))
        {
            byName[key] = named = [];
        }

        named.Add(face);
    }

    internal RoleFace? Find(string id) => byId.GetValueOrDefault(id);

    internal RoleFace? MadeFor(string groupAnchor) => byGroup.GetValueOrDefault(groupAnchor);

    internal IReadOnlyList<RoleFace> Named(string name) => byName.GetValueOrDefault(CanonicalText.NameKey(name)) ?? [];
}

/// <summary>As much of a role as finding it needs.</summary>
internal sealed record RoleFace(string Id, string Name, bool Enabled);
