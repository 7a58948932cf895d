using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Finds the one group a person means by a text: its anchor, address (DN), login name, email or name, ignoring case.</summary>
internal static class GroupLookup
{
    private static readonly string[] Attributes = [AttributeNames.Address, AttributeNames.Login, AttributeNames.Email, AttributeNames.Name];

    /// <exception cref="ConfigurationException">No group, or several, answer to the text; the message lists candidates.</exception>
    internal static EntryState Find(SyncName sync, string source, string text, IReadOnlyList<EntryState> groups)
    {
        var present = groups.Where(g => g.Presence == EntryPresence.Present).OrderBy(g => g.Key).ToList();
        if (present.FirstOrDefault(g => string.Equals(g.Key.Anchor, text, StringComparison.OrdinalIgnoreCase)) is { } byAnchor)
        {
            return byAnchor;
        }

        foreach (var attribute in Attributes)
        {
            var found = present.Where(g => CanonicalText.NameKey(g.Attributes[attribute]) == CanonicalText.NameKey(text)).ToList();
            if (found.Count == 1)
            {
                return found[0];
            }

            if (found.Count > 1)
            {
                throw new ConfigurationException(
                    $"Sync '{sync}' picks the group '{text}', but {found.Count} groups of {source} have that {attribute}: {Listed(found)}.",
                    "Name it by its address (DN) or anchor in PickedGroups.");
            }
        }

        throw new ConfigurationException(
            $"Sync '{sync}' picks the group '{text}', which {source} does not have. It has {present.Count} groups, such as: {Listed(present.Take(5))}.",
            "Correct the name in PickedGroups; a DN, name, login name, address or anchor will do.");
    }

    /// <summary>Whether a text means a group by anything but its anchor.</summary>
    internal static bool IsNamed(EntryState group, string text) =>
        Attributes.Any(attribute => group.Attributes[attribute] is { } value && CanonicalText.NameKey(value) == CanonicalText.NameKey(text));

    /// <summary>Whether a text, as <see cref="CanonicalText.NameKey"/>, is part of what a group is found by.</summary>
    internal static bool Has(EntryState group, string key) =>
        CanonicalText.NameKey(group.Key.Anchor) == key
        || Attributes.Any(attribute => group.Attributes[attribute] is { } value && CanonicalText.NameKey(value).Contains(key, StringComparison.Ordinal));

    /// <summary>Whether a text means a group, by its anchor or anything else it is found by.</summary>
    internal static bool IsMeant(EntryState group, string text) =>
        string.Equals(group.Key.Anchor, text, StringComparison.OrdinalIgnoreCase) || IsNamed(group, text);

    private static string Listed(IEnumerable<EntryState> groups) =>
        string.Join("; ", groups.Select(g => g.Attributes[AttributeNames.Address] ?? g.Attributes[AttributeNames.Name] ?? g.Key.Anchor));
}
