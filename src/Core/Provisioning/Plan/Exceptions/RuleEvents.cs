using System.Text.Json.Serialization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

// Events of a sync's stream: what people decide by command about who and what takes part.

/// <summary>What a picked group is used for.</summary>
public enum GroupUse
{
    /// <summary>Its members are the people of the sync.</summary>
    People = 0,

    /// <summary>It is kept as a role of the target.</summary>
    Roles = 1,
}

/// <summary>A filter was set: whoever has the text in the field is left as he is, in both directions.</summary>
/// <param name="Kind">What it is about: accounts (people) or groups of the source.</param>
/// <param name="Field">The attribute by its canonical name, or <see cref="TextFilter.Path"/>.</param>
/// <param name="Text">The text, literally: found anywhere in a value, ignoring case, Unicode form and runs of blanks.</param>
/// <param name="By">Who set it.</param>
/// <param name="Reason">Why, in a person's words.</param>
/// <param name="Until">When it ends by itself, UTC; null for never.</param>
public sealed record FilterAdded(EntryKind Kind, string Field, string Text, Actor By, string Reason, DateTimeOffset? Until) : IEngineEvent;

/// <summary>A filter was taken away by hand.</summary>
public sealed record FilterRemoved(EntryKind Kind, string Field, string Text, Actor By, string Reason) : IEngineEvent;

/// <summary>A group was picked by hand; it is followed by its anchor.</summary>
/// <param name="Use">What for.</param>
/// <param name="Anchor">The group's anchor.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="By">Who picked it.</param>
/// <param name="Reason">Why, in a person's words.</param>
public sealed record GroupChosen(GroupUse Use, string Anchor, string Name, Actor By, string Reason) : IEngineEvent
{
    /// <summary>The source it is a group of; null for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SystemName? System { get; init; }
}

/// <summary>A group that was picked by hand is not picked any more. The list of picks stays in force, even when it is empty now.</summary>
public sealed record GroupDropped(GroupUse Use, string Anchor, Actor By, string Reason) : IEngineEvent;

/// <summary>Picking by hand is over: the configuration alone says which groups, from here on.</summary>
public sealed record GroupChoiceEnded(GroupUse Use, Actor By, string Reason) : IEngineEvent;
