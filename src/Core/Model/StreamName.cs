using System.Globalization;

namespace SyncEngine.Model;

/// <summary>The name of one event stream. Storage format: names are built here and nowhere else.</summary>
public readonly record struct StreamName : IComparable<StreamName>
{
    /// <summary>The longest name that stores keep, in UTF-16 characters: what fits an index of PostgreSQL in any script.</summary>
    public const int LengthMax = 700;

    private readonly string? value;

    private StreamName(string value) => this.value = value;

    /// <summary>The text of the name.</summary>
    public string Value => value ?? "";

    /// <summary>The category: <c>entry</c>, <c>department</c>, <c>plan</c>, <c>run</c>, <c>system</c> or <c>sync</c>.</summary>
    public string Category => Value.Length == 0 ? "" : Value[..Value.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The stream of one entry: what was observed of it, and for a person of a directory what was decided and done.</summary>
    public static StreamName Entry(EntryKey key) => new($"entry:{key}");

    /// <summary>The stream of one department that a sync makes in its target, by the fingerprint of its normalised path.</summary>
    public static StreamName Department(SyncName sync, Fingerprint path) => new($"department:{sync}/{path.Value[..32]}");

    /// <summary>The stream of one plan.</summary>
    public static StreamName Plan(PlanId plan) => new($"plan:{plan}");

    /// <summary>The stream of one run.</summary>
    public static StreamName Run(RunId run) => new($"run:{run}");

    /// <summary>The stream of one connected system.</summary>
    public static StreamName System(SystemName system) => new($"system:{system}");

    /// <summary>The stream of one sync: its policy over time.</summary>
    public static StreamName Sync(SyncName sync) => new($"sync:{sync}");

    /// <summary>Reads a stored name back.</summary>
    /// <exception cref="FormatException">The text has no category.</exception>
    public static StreamName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.IndexOf(':', StringComparison.Ordinal) > 0
            ? new StreamName(text)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a stream name: 'category:id' is expected."));
    }

    /// <summary>The entry whose stream this is, or null when it is another kind of stream.</summary>
    public EntryKey? TryEntry()
    {
        if (!Value.StartsWith("entry:", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = Value["entry:".Length..].Split('/', 3);
        EntryKind? kind = parts.Length < 3 ? null : parts[1] switch
        {
            "account" => EntryKind.Account,
            "group" => EntryKind.Group,
            "unit" => EntryKind.Unit,
            _ => null,
        };
        return kind is { } known ? new EntryKey(new SystemName(parts[0]), known, parts[2]) : null;
    }

    /// <summary>By name, its texts by code point (<see cref="CodePointOrder"/>).</summary>
    public int CompareTo(StreamName other) => CodePointOrder.Comparer.Compare(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;
}
