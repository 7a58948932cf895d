using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Turns the ids of a group's members into anchors.</summary>
internal static class MemberAnchors
{
    /// <summary>
    /// The anchors of the members that are accounts or groups, each once, in ordinal order; the others are counted. Sorts and shortens the list. Ids
    /// sort as their anchors do, since both begin with the most significant digit; sorting 16 bytes is much less work than sorting texts.
    /// </summary>
    internal static ImmutableArray<string> Of(List<Guid> members, Func<Guid, AdClass?> classOf, SkippedMembers skipped)
    {
        var count = 0;
        var ids = CollectionsMarshal.AsSpan(members);
        foreach (var id in ids)
        {
            var found = classOf(id);
            if (found is AdClass.Account or AdClass.Group)
            {
                ids[count++] = id;
            }
            else
            {
                skipped.Count(found);
            }
        }

        ids = ids[..count];
        ids.Sort();
        var anchors = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < ids.Length; i++)
        {
            if (i == 0 || ids[i] != ids[i - 1])
            {
                anchors.Add(AdIdentifiers.Anchor(ids[i]));
            }
        }

        return anchors.DrainToImmutable();
    }
}
