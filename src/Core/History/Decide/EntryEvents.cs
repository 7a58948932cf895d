using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.History;

// The events of an entry's stream. Their names and fields are storage format (see Append/EventTypeMap): a change needs a new version.

/// <summary>Any event the engine stores.</summary>
public interface IEngineEvent;

/// <summary>An event that says what was observed of an entry.</summary>
public interface IObservedEvent : IEngineEvent
{
    /// <summary>The fingerprint of the entry after this event.</summary>
    Fingerprint Fingerprint { get; }
}

/// <summary>An entry was seen for the first time.</summary>
public sealed record EntryDiscovered(
    bool Enabled, string? Parent, AttributeSet Attributes, ImmutableArray<string> Members, Fingerprint Fingerprint) : IObservedEvent;

/// <summary>Attributes of an entry differ from what was known.</summary>
public sealed record EntryChanged(ImmutableArray<AttributeChange> Changes, Fingerprint Fingerprint) : IObservedEvent;

/// <summary>An entry stands in another unit.</summary>
public sealed record EntryMoved(string? FromParent, string? ToParent, Fingerprint Fingerprint) : IObservedEvent;

/// <summary>An account may no longer sign in to its system.</summary>
public sealed record EntryDisabled(Fingerprint Fingerprint) : IObservedEvent;

/// <summary>An account may sign in to its system again.</summary>
public sealed record EntryEnabled(Fingerprint Fingerprint) : IObservedEvent;

/// <summary>The direct members of a group differ from what was known.</summary>
public sealed record MembersChanged(ImmutableArray<string> Added, ImmutableArray<string> Removed, Fingerprint Fingerprint) : IObservedEvent;

/// <summary>
/// An entry was not in a complete read of a source that cannot be asked for it. A suspicion: only a second complete read, of a later
/// snapshot, turns it into <see cref="EntryDisappeared"/>.
/// </summary>
public sealed record EntryMissed(string Snapshot) : IEngineEvent;

/// <summary>Why an entry is no longer there.</summary>
public enum DisappearanceReason
{
    /// <summary>The source has a tombstone of it.</summary>
    Deleted = 0,

    /// <summary>Absent from complete reads and confirmed so.</summary>
    Absent = 1,

    /// <summary>It exists outside of what is read.</summary>
    OutOfScope = 2,
}

/// <summary>The absence of an entry is confirmed.</summary>
public sealed record EntryDisappeared(DisappearanceReason Reason, string Evidence) : IEngineEvent;

/// <summary>An entry that was missed or had disappeared is there (again); carries all of it, as a discovery does.</summary>
public sealed record EntryReappeared(
    bool Enabled, string? Parent, AttributeSet Attributes, ImmutableArray<string> Members, Fingerprint Fingerprint) : IObservedEvent;

/// <summary>How a link between an entry of a source and an account came about.</summary>
public enum LinkOrigin
{
    /// <summary>The engine created the account for the entry.</summary>
    Created = 0,

    /// <summary>The engine bound an existing account by email.</summary>
    Bound = 1,

    /// <summary>A person moved the account from a dead entry to this one.</summary>
    Relinked = 2,

    /// <summary>The entry is the same person's in a further source: the account's story goes on in the stream of the entry that was linked first.</summary>
    Along = 3,
}

/// <summary>
/// The entry and an account of a target belong together from now on; every write addresses the account by this id.
/// <paramref name="Agreed"/> holds the field values that were equal on both sides: the first base of three-way comparisons.
/// </summary>
public sealed record AccountLinked(
    SystemName Target, string AccountId, LinkOrigin Origin, PlanId? Plan, AttributeSet? Agreed = null) : IEngineEvent;

/// <summary>The entry and the account no longer belong together.</summary>
public sealed record AccountUnlinked(SystemName Target, string AccountId, string Reason) : IEngineEvent;

/// <summary>What one write does to a target.</summary>
public enum ChangeAction
{
    /// <summary>Make an account (and have the target invite the person).</summary>
    CreateAccount = 0,

    /// <summary>Change fields of an account.</summary>
    UpdateAccount = 1,

    /// <summary>Take away an account's access.</summary>
    BlockAccount = 2,

    /// <summary>Give an account its access back.</summary>
    UnblockAccount = 3,

    /// <summary>Make a department.</summary>
    CreateDepartment = 4,

    /// <summary>Make accounts members of a role.</summary>
    AddToRole = 5,

    /// <summary>Make a role, without members.</summary>
    CreateRole = 6,

    /// <summary>Change fields of a role.</summary>
    UpdateRole = 7,

    /// <summary>Take accounts out of a role.</summary>
    RemoveFromRole = 8,

    /// <summary>Change fields of a department: its name, its manager.</summary>
    UpdateDepartment = 9,

    /// <summary>Hand the open work of an account to another one, before access is taken away.</summary>
    HandOverWork = 10,
}

/// <summary>
/// A write is about to be sent. Appended before the call, so that after a crash it is known that the outcome is unknown.
/// <paramref name="BeforeImage"/> is what the write takes away: before a block, and before work is handed over for one, the whole account, since an unblock does not give all of it back; before an
/// update the former values of the fields it changes.
/// </summary>
public sealed record ChangeIntended(
    SystemName Target, string IdempotencyKey, ChangeAction Action, string? TargetId, AttributeSet Fields, AttributeSet? BeforeImage, PlanId Plan) : IEngineEvent;

/// <summary>
/// The target answered that the write is done (or was so already). <paramref name="Applied"/> is what the rules wanted, and
/// <paramref name="Echo"/> what the target made of it: the bases of later three-way comparisons. Fields that were cleared are in
/// <paramref name="Cleared"/>.
/// </summary>
public sealed record ChangeConfirmed(
    SystemName Target, string IdempotencyKey, ChangeAction Action, string TargetId, AttributeSet Applied, AttributeSet Echo,
    ImmutableArray<string> Cleared, bool AlreadySo) : IEngineEvent;

/// <summary>The target refused the write, with its own code.</summary>
public sealed record ChangeRefused(SystemName Target, string IdempotencyKey, ChangeAction Action, string Code, string Message) : IEngineEvent;

/// <summary>The outcome of a write is not known (the answer was lost). The next read of the target tells.</summary>
public sealed record ChangeUnknown(SystemName Target, string IdempotencyKey, ChangeAction Action, string Message) : IEngineEvent;
