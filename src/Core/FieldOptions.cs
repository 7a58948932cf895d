using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>How a host configures one field of the accounts, beside <see cref="SyncOptions.Map"/>. See <see cref="FieldRule"/>.</summary>
public sealed class FieldOptions
{
    /// <summary>Who has the last word: the source always (the default), or only when the account is made.</summary>
    public FieldOwner Owner { get; set; }

    /// <summary>Whether what is cleared in the source is cleared in the target. Default: true.</summary>
    public bool Clear { get; set; } = true;

    /// <summary>Whether who has no value gets no account. Default: false.</summary>
    public bool Required { get; set; }

    /// <summary>Text with attributes of the source in braces, such as <c>{title}, {company}</c>. Default: the attribute of the map.</summary>
    public string? Template { get; set; }

    /// <summary>What the value is cut at. Default: it is not cut.</summary>
    public string? Split { get; set; }

    /// <summary>Which part is taken when it is cut: 1 is the first (the default), -1 the last.</summary>
    public int Part { get; set; } = 1;

    /// <summary>How its letters are written. Default: as they are.</summary>
    public LetterCase Case { get; set; }

    /// <summary>How many characters a value may have at most, 1 or more: a longer one is reported, never cut. Default: no limit of ours.</summary>
    public int? LengthMax { get; set; }

    /// <summary>Values that are replaced, ignoring case; others stay. Default: none.</summary>
    public IDictionary<string, string> Table { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
