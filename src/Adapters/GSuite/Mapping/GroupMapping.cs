using System.Collections.Immutable;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Mapping;

/// <summary>A group as a record of the engine.</summary>
internal static class GroupMapping
{
    /// <summary>Made of a group that has an id.</summary>
    /// <param name="group">The group.</param>
    /// <param name="members">The anchors of its direct members, or null when they were not all read.</param>
    internal static SourceRecord ToRecord(GoogleGroup group, ImmutableArray<string>? members) => new()
    {
        Kind = EntryKind.Group,
        Anchor = group.Id!,
        Attributes = AttributeSet.Of(
                (AttributeNames.Name, group.Name ?? group.Email),
                (AttributeNames.Email, group.Email),
                (AttributeNames.Address, group.Email))
            .With(AttributeNames.Aliases, [.. (group.Aliases ?? []).OfType<string>()]),
        Members = members ?? [],
        MembersComplete = members is not null,
    };

    /// <summary>Whether a text can be a group's id: an address is taken for a key too, and must not pass for one.</summary>
    internal static bool IsId(string anchor) => anchor.Length is > 0 and <= 100 && anchor.All(char.IsAsciiLetterOrDigit);

    /// <summary>How a group is called in messages.</summary>
    internal static string NameOf(GoogleGroup group) => group.Email ?? group.Name ?? group.Id ?? "?";
}
