using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>A record after normalisation: comparable with what is known of the entry.</summary>
public sealed record Observation
{
    /// <summary>The entry.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>Whether it may sign in to its system.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The anchor of the unit it stands in.</summary>
    public string? Parent { get; init; }

    /// <summary>Its attributes, normalised.</summary>
    public required AttributeSet Attributes { get; init; }

    /// <summary>Its direct members in ordinal order, or null when they could not all be read: those known before stay.</summary>
    public ImmutableArray<string>? Members { get; init; }

    /// <summary>The fingerprint, or none when <see cref="Members"/> is null: it then depends on the members known before.</summary>
    public Fingerprint Fingerprint { get; init; }
}
