using System.Text.Json.Serialization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

// Events of a sync's stream: policy over time.

/// <summary>The policy of a sync is another one from here on.</summary>
public sealed record PolicyChanged(SyncPolicy Policy, Fingerprint Fingerprint) : IEngineEvent;

/// <summary>A run applied a plan under this policy: rows that only a later policy explains are measured against it.</summary>
public sealed record PolicyApplied(Fingerprint Fingerprint, PlanId Plan) : IEngineEvent;

/// <summary>One entry is excluded by hand: frozen in both directions.</summary>
/// <param name="Key">The source entry, or the target account when it is unmanaged.</param>
/// <param name="By">Who excluded it.</param>
/// <param name="Reason">Why, in a person's words.</param>
/// <param name="Until">When it ends by itself, UTC; null for never.</param>
public sealed record ExclusionAdded(EntryKey Key, Actor By, string Reason, DateTimeOffset? Until) : IEngineEvent;

/// <summary>An exclusion ended by hand.</summary>
public sealed record ExclusionLifted(EntryKey Key, Actor By, string Reason) : IEngineEvent;

/// <summary>A person consented to binding one entry to an administrator's account, which is never bound without.</summary>
/// <param name="Key">The source entry.</param>
/// <param name="AccountId">The account.</param>
/// <param name="By">Who consented.</param>
/// <param name="Reason">Why, in a person's words.</param>
public sealed record BindConsented(EntryKey Key, string AccountId, Actor By, string Reason) : IEngineEvent;

/// <summary>A person applied a plan of the sync for the first time: from here on nobody's access is taken away that no person ever looked at.</summary>
public sealed record SyncOpened(PlanId Plan, Actor By) : IEngineEvent;

/// <summary>A configured group was found and is followed by its anchor from here on.</summary>
public sealed record GroupPicked(string Text, string Anchor, string Name) : IEngineEvent
{
    /// <summary>The source it is a group of; null for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SystemName? System { get; init; }
}

/// <summary>A group is no longer picked.</summary>
public sealed record GroupUnpicked(string Text, string Anchor) : IEngineEvent;
