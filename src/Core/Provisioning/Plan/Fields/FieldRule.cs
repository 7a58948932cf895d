using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SyncEngine.Provisioning;

/// <summary>Who has the last word on a field of an account.</summary>
public enum FieldOwner
{
    /// <summary>The source: the field is kept in step with it.</summary>
    Source = 0,

    /// <summary>The source once, when the account is made; then the target.</summary>
    CreateOnly = 1,
}

/// <summary>How letters of a value are written.</summary>
public enum LetterCase
{
    /// <summary>As they are.</summary>
    AsIs = 0,

    /// <summary>Lower case, of no culture in particular.</summary>
    Lower = 1,

    /// <summary>Upper case, of no culture in particular.</summary>
    Upper = 2,
}

/// <summary>
/// How the value of one target field is made from the source, as data, in this order: the attribute or the template, a part of it, the case, the table, Latin
/// letters (<see cref="LatinPolicy"/>).
/// </summary>
public sealed record FieldRule
{
    /// <summary>Who has the last word.</summary>
    public FieldOwner Owner { get; init; }

    /// <summary>True (the default): what is cleared in the source is cleared in the target. Names and the address are never cleared.</summary>
    public bool Clear { get; init; } = true;

    /// <summary>True: who has no value gets no account, and is reported.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// Text with attributes of the source in braces, such as <c>{title}, {company}</c>, instead of the one attribute of the map; null for that one. Without any
    /// of its attributes there is no value; blanks and commas left over at the ends go.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Template { get; init; }

    /// <summary>What the value is cut at; null when it is not cut.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Split { get; init; }

    /// <summary>Which part is taken when the value is cut: 1 is the first, -1 the last. A value without that part has none.</summary>
    public int Part { get; init; } = 1;

    /// <summary>How its letters are written.</summary>
    public LetterCase Case { get; init; }

    /// <summary>How many characters a value may have at most: a longer one is reported and not written, never cut. Null for no limit of ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LengthMax { get; init; }

    /// <summary>Values that are replaced, compared ignoring case; others stay. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Table { get; init; }
}
