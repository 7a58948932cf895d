namespace SyncEngine.Provisioning;

/// <summary>What a row is about.</summary>
public enum RowKind
{
    /// <summary>A person's account.</summary>
    User = 0,

    /// <summary>A department of the target's org chart.</summary>
    Department = 1,

    /// <summary>A role of the target, or the members who wait for one.</summary>
    Role = 2,

    /// <summary>One person's membership of a role.</summary>
    Membership = 3,
}

/// <summary>What a row means for the person: the five of the page, then the informational ones. A row that needs nothing is counted, not listed.</summary>
public enum RowStatus
{
    /// <summary>An account will be made.</summary>
    New = 0,

    /// <summary>Fields of the account will be changed.</summary>
    Update = 1,

    /// <summary>The account will lose access.</summary>
    Block = 2,

    /// <summary>The account will get access back.</summary>
    Unblock = 3,

    /// <summary>An existing account will be bound to the source entry by its address.</summary>
    Bind = 4,

    /// <summary>Two facts contradict each other; a person must decide.</summary>
    Conflict = 5,

    /// <summary>The source's data does not fit the target.</summary>
    Invalid = 6,

    /// <summary>Waits for something else: another row, a complete read, a readable group.</summary>
    Deferred = 7,

    /// <summary>Left as it is, in either direction: by an exclusion, a filter, or an excluded group.</summary>
    Frozen = 8,

    /// <summary>An account no source entry is linked to; never touched.</summary>
    Unmanaged = 9,
}

/// <summary>How the source entry and the target's accounts stand to each other before the rules are applied (the OpenIDM situations).</summary>
public enum Situation
{
    /// <summary>Linked, and both are there.</summary>
    Confirmed = 0,

    /// <summary>Not linked; one account has the same address.</summary>
    Found = 1,

    /// <summary>Not linked; the account with the same address belongs to another entry.</summary>
    FoundAlreadyLinked = 2,

    /// <summary>Not linked; several accounts, or several entries, have the same address.</summary>
    Ambiguous = 3,

    /// <summary>Not linked, no account has the address.</summary>
    Absent = 4,

    /// <summary>Linked, but the account is no longer in the target.</summary>
    Missing = 5,

    /// <summary>The entry is there but outside the scope of the sync.</summary>
    Unqualified = 6,

    /// <summary>Linked, but the entry is no longer in the source.</summary>
    SourceMissing = 7,

    /// <summary>An account without a source entry.</summary>
    Unassigned = 8,

    /// <summary>The entry is excluded.</summary>
    SourceIgnored = 9,

    /// <summary>The account is of a kind that is never managed.</summary>
    TargetIgnored = 10,

    /// <summary>Not about a person.</summary>
    None = 12,
}

/// <summary>Why a row has its status. Names are part of the JSON contract.</summary>
public enum Reason
{
    /// <summary>In the source, in scope, and without an account.</summary>
    NewInSource = 0,

    /// <summary>Fields differ from what was last applied.</summary>
    FieldsChanged = 1,

    /// <summary>Fields of the account were changed in the target by somebody else.</summary>
    Drift = 2,

    /// <summary>Disabled in the source.</summary>
    SourceDisabled = 3,

    /// <summary>Deleted in the source: it has a tombstone.</summary>
    SourceDeleted = 4,

    /// <summary>Confirmed absent from the source.</summary>
    SourceAbsent = 5,

    /// <summary>Exists in the source but outside of the picked groups or the base.</summary>
    OutOfScope = 6,

    /// <summary>Stands in a unit that the units rule does not admit.</summary>
    OutsideUnits = 7,

    /// <summary>Only a changed policy explains it.</summary>
    PolicyChanged = 8,

    /// <summary>Active again; the engine had blocked the account.</summary>
    ActiveAgain = 9,

    /// <summary>Active in the source, but a person blocked the account in the target.</summary>
    BlockedByHand = 10,

    /// <summary>An account with the same address exists.</summary>
    SameEmail = 11,

    /// <summary>An account with one of the entry's further addresses exists.</summary>
    SameAlias = 12,

    /// <summary>The account was made by a write of ours whose answer was lost.</summary>
    CreatedEarlier = 13,

    /// <summary>Same address, but the names have nothing in common.</summary>
    NamesDiffer = 14,

    /// <summary>The account is linked to an entry that is gone; this one has its address.</summary>
    Relink = 15,

    /// <summary>Several source entries have this address.</summary>
    AmbiguousSource = 16,

    /// <summary>Several accounts have this address.</summary>
    AmbiguousTarget = 17,

    /// <summary>The account belongs to another entry that is there.</summary>
    AlreadyLinked = 18,

    /// <summary>The new address belongs to another account.</summary>
    EmailTaken = 19,

    /// <summary>People exchange addresses in a circle.</summary>
    EmailCycle = 20,

    /// <summary>The linked account is no longer in the target.</summary>
    AccountMissing = 21,

    /// <summary>The linked account became a bot or somebody else's.</summary>
    TypeChanged = 22,

    /// <summary>The account is marked as dismissed in the target.</summary>
    Dismissed = 23,

    /// <summary>Stands in no unit, so the units rule cannot judge it.</summary>
    NoUnit = 24,

    /// <summary>The account is an administrator, or the engine's own.</summary>
    Protected = 25,

    /// <summary>No email address.</summary>
    EmailMissing = 26,

    /// <summary>The email address is not one.</summary>
    EmailInvalid = 27,

    /// <summary>No name at all.</summary>
    NameMissing = 28,

    /// <summary>A value is longer than the target takes.</summary>
    TooLong = 29,

    /// <summary>Missed by one complete read; a second one has to confirm it.</summary>
    AbsenceUnconfirmed = 30,

    /// <summary>A read was incomplete, so nothing is concluded about this person.</summary>
    ReadIncomplete = 31,

    /// <summary>Known only through a group that could not be read.</summary>
    GroupUnreadable = 32,

    /// <summary>Excluded by a person.</summary>
    Excluded = 34,

    /// <summary>Excluded by a person, and meanwhile no longer active in the source.</summary>
    ExcludedButInactive = 35,

    /// <summary>No source entry is linked to it.</summary>
    NotLinked = 36,

    /// <summary>A source entry has its address, but the rules leave that entry out.</summary>
    NotLinkedOutOfScope = 37,

    /// <summary>A bot, a role, or another organisation's person.</summary>
    NotAPerson = 38,

    /// <summary>A person needs this department and the target lacks it.</summary>
    DepartmentMissing = 39,

    /// <summary>The departments of the target form a circle.</summary>
    OrgCycle = 40,

    /// <summary>Access was given back, and roles that a block of ours took away were not yet.</summary>
    RolesOwed = 41,

    /// <summary>The target keeps showing another value than was written to it, three times now.</summary>
    FlipFlop = 42,

    /// <summary>An administrator's account with the same address, and a person consented to binding it.</summary>
    BindConsented = 43,

    /// <summary>Nobody is there to take over the work of somebody who leaves.</summary>
    ReceiverMissing = 44,

    /// <summary>The department's people name another manager than the target does.</summary>
    ManagerChanged = 45,

    /// <summary>A picked group has no role yet.</summary>
    NewGroup = 46,

    /// <summary>A role with the group's name is there, made by somebody else.</summary>
    SameName = 47,

    /// <summary>The configuration names the role for the group.</summary>
    RolePicked = 48,

    /// <summary>The group's role is not in the target, or switched off there.</summary>
    RoleMissing = 49,

    /// <summary>A picked group is not in the source any more; its role is left as it is.</summary>
    GroupGone = 50,

    /// <summary>A group that was kept as a role is not picked any more; its role is left as it is.</summary>
    NoLongerPicked = 51,

    /// <summary>In the group, and not yet in its role.</summary>
    MemberAdded = 52,

    /// <summary>Not in the group any more; the membership was given for the group's sake.</summary>
    MemberRemoved = 53,

    /// <summary>In the group, but without an account that could be in the role for now.</summary>
    MembersWait = 54,

    /// <summary>A required field has no value in the source.</summary>
    RequiredMissing = 55,

    /// <summary>Covered by a filter.</summary>
    Filtered = 60,

    /// <summary>Covered by a filter or an excluded group, and meanwhile no longer active in the source.</summary>
    FilteredButInactive = 61,

    /// <summary>Among the picked people only through a group that is excluded.</summary>
    GroupExcluded = 62,

    /// <summary>The person has an account already, known by another source of the sync; this entry is linked to it too.</summary>
    FurtherSource = 70,
}

/// <summary>One thing a row does. In which order it does them is said by <see cref="PlanRow.Effects"/>.</summary>
public enum Effect
{
    /// <summary>Record that the entry and the account belong together; no write.</summary>
    Link = 0,

    /// <summary>Make the account.</summary>
    CreateAccount = 1,

    /// <summary>Give access back.</summary>
    Unblock = 2,

    /// <summary>Change fields.</summary>
    Update = 3,

    /// <summary>Take access away.</summary>
    Block = 4,

    /// <summary>Make the department.</summary>
    CreateDepartment = 5,

    /// <summary>Give back a role that a block of ours took away; once for each of <see cref="PlanRow.Roles"/>.</summary>
    RestoreRole = 6,

    /// <summary>Hand the open work to <see cref="PlanRow.Receiver"/>, before access is taken away.</summary>
    HandOver = 7,

    /// <summary>Make the person of the row the manager of the department.</summary>
    SetManager = 8,

    /// <summary>Make the role.</summary>
    CreateRole = 9,

    /// <summary>Change the role's name.</summary>
    RenameRole = 10,

    /// <summary>Make the person a member of the role.</summary>
    AddMember = 11,

    /// <summary>Take the person out of the role.</summary>
    RemoveMember = 12,
}

/// <summary>The tabs of the page.</summary>
public enum PlanTab
{
    /// <summary>New and Unblock.</summary>
    Add = 0,

    /// <summary>Update and Bind.</summary>
    Update = 1,

    /// <summary>Block.</summary>
    Block = 2,

    /// <summary>The rest.</summary>
    Info = 3,
}
