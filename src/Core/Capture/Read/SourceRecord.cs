using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>One item as the source gave it: canonical attribute names, values not yet normalised.</summary>
public sealed record SourceRecord
{
    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The system's immutable id of it.</summary>
    public required string Anchor { get; init; }

    /// <summary>Accounts: whether it may sign in. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True for a tombstone: the source's own word that the entry was deleted. Only kind and anchor count then.</summary>
    public bool Deleted { get; init; }

    /// <summary>The anchor of the unit it stands in, or null when it stands directly under the root.</summary>
    public string? Parent { get; init; }

    /// <summary>The values by canonical name (<see cref="AttributeNames"/>).</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Empty;

    /// <summary>Groups: anchors of the direct members that are accounts or groups, in any order.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>Groups: false when not all members could be read; the members known before are kept then.</summary>
    public bool MembersComplete { get; init; } = true;

    /// <summary>
    /// Delta only: it came (back) into being since the cursor, or may have. A system need not report the entries that name it then, so they are asked for.
    /// </summary>
    public bool Arrived { get; init; }

    /// <summary>
    /// Delta only: anchors of entries that name this one now (groups it is a member of, people whose manager it is), as far as the system says. Used when
    /// it arrived, or is not known as present.
    /// </summary>
    public ImmutableArray<string> NamedBy { get; init; } = [];
}
