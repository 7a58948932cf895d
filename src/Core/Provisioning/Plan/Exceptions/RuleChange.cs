using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What a person decides about who and what takes part in a sync.</summary>
public enum RuleAction
{
    /// <summary>One entry is left as it is.</summary>
    AddException = 0,

    /// <summary>An exception ends.</summary>
    LiftException = 1,

    /// <summary>Whoever has a text in a field is left as he is.</summary>
    AddFilter = 2,

    /// <summary>A filter ends.</summary>
    RemoveFilter = 3,

    /// <summary>A group is picked.</summary>
    PickGroup = 4,

    /// <summary>A group is not picked any more.</summary>
    UnpickGroup = 5,

    /// <summary>Picking by hand ends: the configuration alone says which groups.</summary>
    EndPicks = 6,
}

/// <summary>
/// One decision about a sync's rules. What it would do can be seen before (<see cref="ISyncEngine.PreviewRulesAsync"/>); it is stored as an event with name and
/// reason (<see cref="ISyncEngine.ChangeRulesAsync"/>), and counts from the next plan on.
/// </summary>
public sealed record RuleChange
{
    private RuleChange()
    {
    }

    /// <summary>What is decided.</summary>
    public RuleAction Action { get; private init; }

    /// <summary>The entry or group concerned; null for filters and for <see cref="RuleAction.EndPicks"/>.</summary>
    public EntryKey? Entry { get; private init; }

    /// <summary>What a filter is about: accounts or groups.</summary>
    public EntryKind Kind { get; private init; }

    /// <summary>The field of a filter; null for others.</summary>
    public string? Field { get; private init; }

    /// <summary>The text of a filter; null for others.</summary>
    public string? Text { get; private init; }

    /// <summary>When an exception or filter ends by itself; null for never.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>What a group is picked for.</summary>
    public GroupUse Use { get; private init; }

    /// <summary>Excludes one entry: a person or group of the source, or an account of the target that is nobody's.</summary>
    public static RuleChange Except(EntryKey entry, DateTimeOffset? until = null) => new() { Action = RuleAction.AddException, Entry = entry, Kind = entry.Kind, Until = until };

    /// <summary>Ends an exception.</summary>
    public static RuleChange Lift(EntryKey entry) => new() { Action = RuleAction.LiftException, Entry = entry, Kind = entry.Kind };

    /// <summary>Sets a filter.</summary>
    /// <param name="kind">People (accounts) or groups of the source.</param>
    /// <param name="field">An attribute by its canonical name, or <see cref="TextFilter.Path"/>.</param>
    /// <param name="text">The text, literally.</param>
    /// <param name="until">When it ends by itself; null for never.</param>
    /// <exception cref="RuleException">The field or the text is empty, or the text is longer than <see cref="TextFilter.TextLengthMax"/>.</exception>
    public static RuleChange AddFilter(EntryKind kind, string field, string text, DateTimeOffset? until = null) =>
        OfFilter(RuleAction.AddFilter, kind, field, text) with { Until = until };

    /// <summary>Ends a filter.</summary>
    /// <exception cref="RuleException">As <see cref="AddFilter"/>.</exception>
    public static RuleChange RemoveFilter(EntryKind kind, string field, string text) => OfFilter(RuleAction.RemoveFilter, kind, field, text);

    /// <summary>Picks a group.</summary>
    public static RuleChange PickGroup(EntryKey group, GroupUse use = GroupUse.People) => new() { Action = RuleAction.PickGroup, Entry = group, Kind = EntryKind.Group, Use = use };

    /// <summary>Takes back the pick of a group.</summary>
    public static RuleChange UnpickGroup(EntryKey group, GroupUse use = GroupUse.People) =>
        new() { Action = RuleAction.UnpickGroup, Entry = group, Kind = EntryKind.Group, Use = use };

    /// <summary>Ends picking by hand.</summary>
    public static RuleChange EndPicks(GroupUse use = GroupUse.People) => new() { Action = RuleAction.EndPicks, Kind = EntryKind.Group, Use = use };

    /// <summary>The same filter about another spelling of the field.</summary>
    internal RuleChange OfField(string field) => this with { Field = field };

    private static RuleChange OfFilter(RuleAction action, EntryKind kind, string field, string text)
    {
        if (kind is not (EntryKind.Account or EntryKind.Group))
        {
            throw new RuleException("FilterKind", $"A filter cannot be about '{kind}'.", "Filters are about people (accounts) or groups.");
        }

        if (CanonicalText.Of(field) is not { } name)
        {
            throw new RuleException("FilterEmpty", "The filter names no field.", "Name a field, such as title or department.");
        }

        if (CanonicalText.Of(text) is not { } wanted)
        {
            throw new RuleException("FilterEmpty", "The filter's text is empty; it would be found in everything and exclude everybody.", "Give a text of at least one character that is no blank.");
        }

        return wanted.Length > TextFilter.TextLengthMax
            ? throw new RuleException(
                "FilterTooLong", $"The filter's text has {wanted.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)} characters.",
                $"At most {TextFilter.TextLengthMax.ToString(System.Globalization.CultureInfo.InvariantCulture)} are allowed.")
            : new RuleChange { Action = action, Kind = kind, Field = name, Text = wanted };
    }
}
