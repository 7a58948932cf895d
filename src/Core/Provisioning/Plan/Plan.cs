using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// What one run proposes: data, computed from events alone. What is approved and applied is the plan with this
/// <see cref="Fingerprint"/>, which covers every row, and nothing else.
/// </summary>
public sealed record Plan
{
    /// <summary>Its id in the store.</summary>
    public required PlanId Id { get; init; }

    /// <summary>The sync it is for.</summary>
    public required SyncName Sync { get; init; }

    /// <summary>The run that prepared it.</summary>
    public required RunId Run { get; init; }

    /// <summary>When it was prepared, UTC. Not part of the fingerprint.</summary>
    public required DateTimeOffset PreparedAt { get; init; }

    /// <summary>The version of the engine that prepared it.</summary>
    public required string Engine { get; init; }

    /// <summary>The store's last sequence it was computed from: events up to here give the same plan again.</summary>
    public required long Sequence { get; init; }

    /// <summary>The fingerprint over everything that went in and came out, except ids and times.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>What went in.</summary>
    public required PlanInputs Inputs { get; init; }

    /// <summary>The readings it rests on.</summary>
    public ImmutableArray<Receipt> Reads { get; init; } = [];

    /// <summary>How many rows have each status, and how many people need nothing.</summary>
    public required PlanCounts Counts { get; init; }

    /// <summary>Limits that hold rows back.</summary>
    public ImmutableArray<HeldLimit> Held { get; init; } = [];

    /// <summary>Sentences that explain many rows at once, or warn.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How many rows it has. They are read by themselves, in pages if so wished (<see cref="ISyncEngine.ReadRowsAsync"/>).</summary>
    public required int RowCount { get; init; }

    /// <summary>True when a reading it rests on was incomplete: no row then takes access away from anybody who depends on that reading.</summary>
    public bool Incomplete => Reads.Any(read => !read.Complete);
}

/// <summary>Fingerprints of what a plan was computed from.</summary>
/// <param name="Source">State of the sources' entries, links and writes included.</param>
/// <param name="Target">State of the target's entries.</param>
/// <param name="Policy">The policy, the one applied before, exclusions, filters and consents.</param>
public sealed record PlanInputs(Fingerprint Source, Fingerprint Target, Fingerprint Policy);

/// <summary>Counts of a plan.</summary>
/// <param name="ByStatus">Rows by status; every status is there, also with 0.</param>
/// <param name="Noop">People in scope that need nothing.</param>
/// <param name="OutOfScope">Source entries that are left out and have no account.</param>
public sealed record PlanCounts(ImmutableSortedDictionary<RowStatus, int> ByStatus, int Noop, int OutOfScope)
{
    /// <summary>The rows of one status.</summary>
    public int this[RowStatus status] => ByStatus.GetValueOrDefault(status);
}

/// <summary>A limit that was exceeded: its rows wait for an approval bound to the plan's fingerprint.</summary>
/// <param name="Limit">The limit's name, such as <c>BlockAbsent</c>.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Base">What the percentage refers to: people linked to an account that has access; for <c>RoleMembers</c>, the members of the role.</param>
/// <param name="Max">The highest count that passes, or null for none.</param>
/// <param name="Percent">The highest share that passes, in percent of <paramref name="Base"/>, or null for none.</param>
public sealed record HeldLimit(string Limit, int Count, int Base, int? Max, int? Percent);

/// <summary>One sentence about many rows.</summary>
/// <param name="Code">A stable code, such as <c>OuRenamed</c>.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Rows">How many rows it explains.</param>
public sealed record Finding(string Code, string Text, int Rows);

/// <summary>The source side of a row, as people recognise it.</summary>
public sealed record RowSource(SystemName System, string Anchor, string? Name, string? Email, string? Login, string? Path)
{
    /// <summary>The entry, where it is a person's.</summary>
    internal EntryKey Person => new(System, EntryKind.Account, Anchor);
}

/// <summary>A role of the target, as people recognise it.</summary>
public sealed record RowRole(string Id, string? Name);

/// <summary>The account that takes over the open work of somebody who leaves.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its person is called, where that is known.</param>
public sealed record RowReceiver(string Id, string? Name);

/// <summary>The target side of a row.</summary>
/// <param name="Id">The id of the account, role or department; null before it is made.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Email">The account's address.</param>
/// <param name="Blocked">Whether the account is blocked; one that cannot sign in for another reason alone is not.</param>
public sealed record RowTarget(string? Id, string? Name, string? Email, bool Blocked);

/// <summary>One field that a row changes.</summary>
/// <param name="Field">The target's field, by canonical name.</param>
/// <param name="From">What the account has now, or null.</param>
/// <param name="To">What it will have, or null when it is cleared. A department is its path.</param>
/// <param name="Note">A remark, such as that the target's value had been changed by hand.</param>
public sealed record FieldChange(string Field, string? From, string? To, string? Note = null);

/// <summary>One line of a plan.</summary>
public sealed record PlanRow
{
    /// <summary>Its id: the same for the same person, department, role or membership in every plan of a sync, 16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required RowKind Kind { get; init; }

    /// <summary>What it means.</summary>
    public required RowStatus Status { get; init; }

    /// <summary>How source and target stood to each other.</summary>
    public required Situation Situation { get; init; }

    /// <summary>Why it has its status.</summary>
    public required Reason Reason { get; init; }

    /// <summary>The reason as a sentence for people.</summary>
    public required string Text { get; init; }

    /// <summary>Whether Sync applies it unless the administrator says otherwise.</summary>
    public bool Selected { get; init; }

    /// <summary>The limit that holds it back, or null.</summary>
    public string? Held { get; init; }

    /// <summary>The source entry: the person, a department's new manager, or the group of a role. Null for an unmanaged account and for a department that is made.</summary>
    public RowSource? Source { get; init; }

    /// <summary>The account, department or role, or null when there is none yet.</summary>
    public RowTarget? Target { get; init; }

    /// <summary>The fields it changes.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Departments: the names from the top of the org chart down to it; empty for people.</summary>
    public ImmutableArray<string> Department { get; init; } = [];

    /// <summary>What it does, in order.</summary>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>The roles it gives back, in order of ids.</summary>
    public ImmutableArray<RowRole> Roles { get; init; } = [];

    /// <summary>Who takes over the open work before access is taken away; null when the policy hands nothing over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowReceiver? Receiver { get; init; }

    /// <summary>Roles and memberships: the anchor of the group they are for; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>
    /// The entry in whose stream the story of the account is told, where that is another one than <see cref="Source"/>: with several sources, the one that was linked
    /// first. Null when it is the source entry itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryKey? Keeper { get; init; }

    /// <summary>The same person's entries in further sources, which are linked along when the row is applied; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<RowSource>? Further { get; init; }

    /// <summary>Ids of rows that must have been applied before.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    /// <summary>Precondition: the source entry's fingerprint and presence when the plan was made.</summary>
    public Fingerprint SourcePrecondition { get; init; }

    /// <summary>Precondition: the account's fingerprint when the plan was made; none when there was no account.</summary>
    public Fingerprint TargetPrecondition { get; init; }

    /// <summary>
    /// Its place in the plan: departments first, parents before children, then people by status, name and id, then roles, then memberships role by role. Places are
    /// compared by code points; each is unique within a plan.
    /// </summary>
    [JsonIgnore]
    public string Place => RowPlace.Of(this);

    /// <summary>The tab it stands in.</summary>
    public PlanTab Tab => Status switch
    {
        RowStatus.New or RowStatus.Unblock => PlanTab.Add,
        RowStatus.Update or RowStatus.Bind => PlanTab.Update,
        RowStatus.Block => PlanTab.Block,
        _ => PlanTab.Info,
    };
}
