namespace SyncEngine.Model;

/// <summary>
/// The name of one connected system, as the host's configuration calls it (for example <c>corp-ad</c>). The same text is the
/// service key, the options name, the telemetry tag and the first part of stream names.
/// </summary>
/// <remarks>1 to 40 characters: lower-case ASCII letters, digits and <c>-</c>, beginning with a letter.</remarks>
public readonly record struct SystemName : IComparable<SystemName>
{
    private readonly string? value;

    /// <summary>Makes a name.</summary>
    /// <exception cref="ArgumentException">The text breaks the rules of a name; the message shows the text and the rules.</exception>
    public SystemName(string value) => this.value = NameRules.Checked(value, "system");

    /// <summary>The text of the name.</summary>
    public string Value => value ?? "";

    /// <inheritdoc />
    public int CompareTo(SystemName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;
}
