using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>Whether an entry is there.</summary>
public enum EntryPresence
{
    /// <summary>Seen in the last reading that could show it.</summary>
    Present = 0,

    /// <summary>Not in the last complete reading; a suspicion.</summary>
    Missed = 1,

    /// <summary>Confirmed not there.</summary>
    Disappeared = 2,
}

/// <summary>The established pair of a source entry and an account of one target.</summary>
public sealed record AccountLink
{
    /// <summary>The target.</summary>
    public required SystemName Target { get; init; }

    /// <summary>The account's id in the target.</summary>
    public required string AccountId { get; init; }

    /// <summary>How the link came about.</summary>
    public required LinkOrigin Origin { get; init; }

    /// <summary>The field values the rules wanted when they were last applied; the source's base of the three-way comparison.</summary>
    public AttributeSet LastApplied { get; init; } = AttributeSet.Empty;

    /// <summary>The same fields as the target showed them afterwards; the target's base of the three-way comparison.</summary>
    public AttributeSet LastEcho { get; init; } = AttributeSet.Empty;

    /// <summary>True after the engine blocked the account and until it unblocked it.</summary>
    public bool BlockedByEngine { get; init; }

    /// <summary>The account as it was before the engine blocked it.</summary>
    public AttributeSet? BeforeImage { get; init; }

    /// <summary>
    /// The account as it was when the engine set out to block it by handing its work over, which may take access and roles away already; null when it never did,
    /// or the block was confirmed since.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AttributeSet? BlockBegun { get; init; }

    /// <summary>
    /// Fields to which the same value was written again because the target showed another: by field, the value that was overwritten last. Ends when the source
    /// wants another value.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, Overwrite>? Overwritten { get; init; }

    /// <summary>
    /// Of a group that is kept as a role: the ids of the accounts whose membership of the role we gave for this group's sake, in ordinal order. Only these are ever
    /// taken out again.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Granted { get; init; }

    /// <summary>The ids of the roles that a block of ours took away and that were not given back yet, since access was.</summary>
    public ImmutableArray<string> RolesOwed { get; init; } = [];
}

/// <summary>A value of the target's that a write of ours replaced by what had been written before already.</summary>
/// <param name="Value">The value that was replaced; null when there was none.</param>
/// <param name="Times">How many times in a row.</param>
public sealed record Overwrite(string? Value, int Times);

/// <summary>A write whose outcome is not known yet: intended, and neither confirmed nor refused.</summary>
public sealed record PendingChange(
    SystemName Target, string IdempotencyKey, ChangeAction Action, string? TargetId, AttributeSet Fields, AttributeSet? BeforeImage, PlanId Plan);

/// <summary>What is now known of one entry: the fold of its stream, used to decide and to plan.</summary>
public sealed record EntryState
{
    /// <summary>The entry.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>The number of events folded.</summary>
    public long Version { get; init; }

    /// <summary>Whether it is there.</summary>
    public EntryPresence Presence { get; init; }

    /// <summary>Whether it may sign in to its system.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The anchor of the unit it stands in, or null directly under the root.</summary>
    public string? Parent { get; init; }

    /// <summary>Its attributes, normalised.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Empty;

    /// <summary>Anchors of its direct members, in ordinal order.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>The fingerprint as last observed.</summary>
    public Fingerprint Fingerprint { get; init; }

    /// <summary>Its name before it was last renamed, or null when it never was.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The snapshot that missed it, while <see cref="Presence"/> is <see cref="EntryPresence.Missed"/>.</summary>
    public string? MissedIn { get; init; }

    /// <summary>Why it is gone, while <see cref="Presence"/> is <see cref="EntryPresence.Disappeared"/>.</summary>
    public DisappearanceReason? Disappearance { get; init; }

    /// <summary>How that is known.</summary>
    public string? Evidence { get; init; }

    /// <summary>The accounts it is linked to, at most one a target.</summary>
    public ImmutableArray<AccountLink> Links { get; init; } = [];

    /// <summary>Writes whose outcome is not known yet.</summary>
    public ImmutableArray<PendingChange> Pending { get; init; } = [];

    /// <summary>Whether the next complete reading of a target may settle something: a write whose outcome is not known, or a role still to be given back.</summary>
    [JsonIgnore]
    public bool IsUnsettled => Pending.Length > 0 || Links.Any(link => link.RolesOwed.Length > 0);

    /// <summary>The link to a target, or null.</summary>
    public AccountLink? LinkTo(SystemName target)
    {
        foreach (var link in Links)
        {
            if (link.Target == target)
            {
                return link;
            }
        }

        return null;
    }
}
