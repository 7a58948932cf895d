using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Scope, mapping and limits of one sync, as data: stored as an event, part of every plan's fingerprint. Made from configuration by
/// <c>SyncOptions</c>; holds no secret and no address of a server.
/// </summary>
public sealed record SyncPolicy
{
    /// <summary>The source system; where there are several, the one whose word counts before the others'.</summary>
    public required SystemName Source { get; init; }

    /// <summary>Further sources, in order of authority; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<SystemName>? FurtherSources { get; init; }

    /// <summary>All sources, in order of authority.</summary>
    [JsonIgnore]
    public ImmutableArray<SystemName> Sources => [Source, .. FurtherSources ?? []];

    /// <summary>The target system.</summary>
    public required SystemName Target { get; init; }

    /// <summary>Groups whose members (nested, primary group included) are in scope, in order of anchors; null means everyone, empty means nobody.</summary>
    public ImmutableArray<PickedGroup>? PickedGroups { get; init; }

    /// <summary>Which units admit their people.</summary>
    public ScopeRule Scope { get; init; } = new();

    /// <summary>Target field by canonical name, to the source attribute it is taken from.</summary>
    public ImmutableSortedDictionary<string, string> Map { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How values of target fields are made, where more is to be said than the map says; null for nowhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, FieldRule>? Fields { get; init; }

    /// <summary>Domains of addresses that count as another one when people and accounts are matched: old to new, both in lower case; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? DomainAliases { get; init; }

    /// <summary>Departments are the units of the source below this one (names from the top with <c>/</c> between them; empty for all); null when they are an attribute.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DepartmentUnits { get; init; }

    /// <summary>What separates the levels of a department path in its attribute, or null when the text is one department's name.</summary>
    public string? DepartmentSeparator { get; init; }

    /// <summary>Which target fields are written in Latin letters; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LatinPolicy? Latin { get; init; }

    /// <summary>Who takes over the work of people who leave, in order of preference; null when nothing is handed over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? TaskReceivers { get; init; }

    /// <summary>Groups that are kept as roles, in order of anchors; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<RoleGroup>? RoleGroups { get; init; }

    /// <summary>Whether a role is made for a group with nobody in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CreateEmptyRoles { get; init; }

    /// <summary>Whether departments get the manager whom most of their people name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DepartmentManagers { get; init; }

    /// <summary>Whether people who are excluded, by hand or by a filter, lose access all the same when they are disabled or deleted in the source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BlockExcludedLeavers { get; init; }

    /// <summary>Whether a person whom one of several sources has disabled loses access, though another has the person active.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BlockDisabledAnywhere { get; init; }

    /// <summary>Limits by name (<c>Block</c>, <c>BlockDisabled</c>, <c>New</c>, …).</summary>
    public ImmutableSortedDictionary<string, SafetyLimit> Limits { get; init; } = ImmutableSortedDictionary<string, SafetyLimit>.Empty;
}

/// <summary>Target fields that are written in Latin letters. The original of a first or last name goes to the field for native names.</summary>
/// <param name="Table">The name and version of the table: another version is another policy.</param>
/// <param name="Fields">Target fields by canonical name, in ordinal order.</param>
public sealed record LatinPolicy(string Table, ImmutableArray<string> Fields);

/// <summary>A group picked for a sync: what a person wrote, and the anchor it stood for when it was picked.</summary>
/// <param name="Text">As written in the configuration (DN, name, address or anchor).</param>
/// <param name="Anchor">The group's anchor: survives rename and move.</param>
public sealed record PickedGroup(string Text, string Anchor)
{
    /// <summary>The source it is a group of; null for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SystemName? System { get; init; }

    internal EntryKey KeyIn(SyncPolicy policy) => new(System ?? policy.Source, EntryKind.Group, Anchor);
}

/// <summary>A group kept as a role of the target.</summary>
/// <param name="Text">As written in the configuration.</param>
/// <param name="Anchor">The group's anchor: survives rename and move.</param>
/// <param name="RoleId">The role it is kept in, by its id or its name, where the configuration names one; null for a role of the group's own name.</param>
public sealed record RoleGroup(string Text, string Anchor, string? RoleId)
{
    /// <summary>The source it is a group of; null for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SystemName? System { get; init; }

    internal EntryKey KeyIn(SyncPolicy policy) => new(System ?? policy.Source, EntryKind.Group, Anchor);
}

/// <summary>How words speak of units.</summary>
public enum ScopeMode
{
    /// <summary>The name contains a word (the page by its letter).</summary>
    Contains = 0,

    /// <summary>The name ends with a word.</summary>
    EndsWith = 1,

    /// <summary>A whole word of the name equals a word.</summary>
    WholeWord = 2,

    /// <summary>Every unit admits: the rule is off.</summary>
    Any = 3,

    /// <summary>
    /// Each word is a regular expression (.NET's, without look-arounds and back references), matched anywhere in the name, ignoring case.
    /// </summary>
    Regex = 4,

    /// <summary>
    /// Each word is one unit: its anchor, or its names from the top with <c>/</c> between them (<c>Staff/Paris</c>; a backslash before a <c>/</c> or
    /// another backslash makes it part of a name). By its anchor a unit stays listed when it is renamed or moved.
    /// </summary>
    Listed = 5,
}

/// <summary>Which units of the path are judged.</summary>
public enum ScopeLevel
{
    /// <summary>The unit the person stands in.</summary>
    Nearest = 0,

    /// <summary>That unit or any above it.</summary>
    AnyAncestor = 1,
}

/// <summary>What happens to a person who stands in no unit at all.</summary>
public enum NoUnitPolicy
{
    /// <summary>A conflict that a person must settle.</summary>
    Conflict = 0,

    /// <summary>As if in a unit that does not admit.</summary>
    Block = 1,

    /// <summary>As if in a unit that admits.</summary>
    Admit = 2,
}

/// <summary>The rule on organizational units: ignores case, blanks at the ends, and Unicode composition. Denied words win over admitting ones.</summary>
public sealed record ScopeRule
{
    /// <summary>The words of the page.</summary>
    public static readonly ImmutableArray<string> WordsDefault = ["user", "users"];

    /// <summary>How words are compared.</summary>
    public ScopeMode Mode { get; init; } = ScopeMode.Contains;

    /// <summary>Which units are judged.</summary>
    public ScopeLevel Level { get; init; } = ScopeLevel.Nearest;

    /// <summary>Words that admit.</summary>
    public ImmutableArray<string> Words { get; init; } = WordsDefault;

    /// <summary>Words whose presence in any unit of the path keeps its people out.</summary>
    public ImmutableArray<string> Deny { get; init; } = [];

    /// <summary>People in no unit.</summary>
    public NoUnitPolicy NoUnit { get; init; } = NoUnitPolicy.Conflict;
}

/// <summary>
/// How many changes of one kind may happen without a person's approval. The rows are held when the count exceeds <see cref="Max"/>, or when it
/// exceeds <see cref="Floor"/> and is more than <see cref="Percent"/> of the base (whole numbers, strictly more). Null switches a part off.
/// </summary>
public sealed record SafetyLimit
{
    /// <summary>The highest count that passes.</summary>
    public int? Max { get; init; }

    /// <summary>The highest share that passes, in percent.</summary>
    public int? Percent { get; init; }

    /// <summary>Counts up to this never fail the percentage, so that a small organisation can let one person go.</summary>
    public int Floor { get; init; } = 2;
}
