namespace SyncEngine.Model;

/// <summary>The name of one sync (a source, a target and a policy), for example <c>staff</c>. Same rules as <see cref="SystemName"/>.</summary>
public readonly record struct SyncName : IComparable<SyncName>
{
    private readonly string? value;

    /// <summary>Makes a name.</summary>
    /// <exception cref="ArgumentException">The text breaks the rules of a name; the message shows the text and the rules.</exception>
    public SyncName(string value) => this.value = NameRules.Checked(value, "sync");

    /// <summary>The text of the name.</summary>
    public string Value => value ?? "";

    /// <inheritdoc />
    public int CompareTo(SyncName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;
}
