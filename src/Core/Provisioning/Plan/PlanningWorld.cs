using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What is small enough to be at hand as a whole while a plan is computed: the units of both sides and who is in the picked groups.</summary>
/// <param name="SourceUnits">Every unit of the source ever seen.</param>
/// <param name="TargetUnits">Every unit of the target ever seen.</param>
/// <param name="Membership">The picked groups, opened.</param>
/// <param name="MembershipBefore">The picked groups of the policy under which a plan was last applied; null before the first.</param>
/// <param name="Roles">Groups that are kept as roles.</param>
/// <param name="Namesakes">Other groups that answer to the texts by which groups were picked.</param>
internal sealed record PlanningFrame(
    IReadOnlyList<EntryState> SourceUnits, IReadOnlyList<EntryState> TargetUnits, GroupMembership Membership, GroupMembership? MembershipBefore,
    IReadOnlyList<Namesake> Namesakes, RoleFrame Roles)
{
    /// <summary>The picked groups, opened as if none were excluded; null when none is.</summary>
    internal GroupMembership? WithExcluded { get; init; }

    /// <summary>The groups of the sources that are excluded, with the cause of each.</summary>
    internal ImmutableSortedDictionary<EntryKey, string> ExcludedGroups { get; init; } = ImmutableSortedDictionary<EntryKey, string>.Empty;
}

/// <summary>A group that is there and answers to the text by which another one was picked.</summary>
internal sealed record Namesake(PickedGroup Picked, string Anchor);

/// <summary>
/// What every row of one plan is decided with. First it is shown every account and person once (<see cref="AddAccount"/>,
/// <see cref="AddPerson"/>) and keeps a few bytes of each; then rows are planned.
/// </summary>
internal sealed class PlanningWorld
{
    internal PlanningWorld(PlanningInput input, PlanningFrame frame)
    {
        Input = input;
        Units = new UnitTree(frame.SourceUnits);
        Scope = new ScopeJudge(input.Policy, Units, frame.Membership, frame.WithExcluded);
        Restraints = new Restraints(input, Units, Scope, frame.ExcludedGroups);
        ScopeBefore = input.AppliedPolicy is { } applied && frame.MembershipBefore is { } before ? new ScopeJudge(applied, Units, before) : null;
        Org = new OrgChart(frame.TargetUnits);
        Fields = new FieldMapper(input.Policy, Org, Units);
        MappingBefore = new MappingBefore(input, Org, Units);
        Namesakes = frame.Namesakes;
        Roles = frame.Roles;
        Correlator = new Correlator(input.Policy.Sources, input.Policy.Target, input.Policy.DomainAliases);
        Persons = new Persons(this);
        Receivers = new WorkReceivers(this);
        ReadsComplete = input.Reads.All(read => read.Complete);
        TargetComplete = IsComplete(Target);
    }

    private readonly Flags withAccess = new();
    private readonly List<int> administrators = [];
    private readonly Flags leaving = new();
    private readonly Flags frozenAccounts = new();
    private readonly Flags keeping = new();
    private readonly Dictionary<EntryKey, DateTimeOffset> inactiveSince = [];
    private readonly Flags staying = new();
    private readonly Flags barred = new();
    private readonly Flags owned = new();
    private readonly Dictionary<string, int> peopleInDepartments = new(StringComparer.Ordinal);
    private int membersRead;

    internal PlanningInput Input { get; }

    internal SyncPolicy Policy => Input.Policy;

    internal SystemName Source => Input.Policy.Source;

    internal SystemName Target => Input.Policy.Target;

    /// <summary>All sources, as a sentence names them.</summary>
    internal string SourceNames => string.Join(", ", Policy.Sources);

    internal UnitTree Units { get; }

    internal ScopeJudge Scope { get; }

    /// <summary>The scope of the policy under which a plan was last applied.</summary>
    internal ScopeJudge? ScopeBefore { get; }

    /// <summary>Who is left as he is: exceptions, filters, and excluded groups.</summary>
    internal Restraints Restraints { get; }

    /// <summary>Other groups that answer to the texts by which groups were picked.</summary>
    internal IReadOnlyList<Namesake> Namesakes { get; }

    /// <summary>Groups that are kept as roles.</summary>
    internal RoleFrame Roles { get; }

    /// <summary>What memberships of roles need to know of everybody.</summary>
    internal PeopleTable People { get; } = new();

    internal OrgChart Org { get; }

    internal FieldMapper Fields { get; }

    internal MappingBefore MappingBefore { get; }

    internal Correlator Correlator { get; }

    /// <summary>Which entries are one person.</summary>
    internal Persons Persons { get; }

    internal WorkReceivers Receivers { get; }

    internal bool ReadsComplete { get; }

    /// <summary>Only then is an account or department that was not seen one that does not exist.</summary>
    internal bool TargetComplete { get; }

    /// <summary>Administrators with access, the engine's own account not counted.</summary>
    internal int ActiveAdministrators { get; private set; }

    /// <summary>Those of them whose people are gone or out of scope: however many there are, one administrator must be left.</summary>
    internal int LeavingAdministrators => administrators.Count(IsLeaving);

    /// <summary>Accounts of the target that are a person's, the engine's own aside.</summary>
    internal int PersonAccounts { get; private set; }

    /// <summary>Members of the picked groups that no reading ever showed: people outside of what is read, or what the system counts as an account.</summary>
    internal int MembersNotRead => Scope.Membership.AccountCount - membersRead;

    /// <summary>People who are linked to an account.</summary>
    internal int Links { get; private set; }

    /// <summary>What percentages refer to: people linked to an account that has access.</summary>
    internal int OwnedActiveLinks { get; private set; }

    /// <summary>First pass: an account of the target. In order of keys, before all people.</summary>
    internal void AddAccount(EntryState account)
    {
        if (account.Presence == EntryPresence.Disappeared)
        {
            return;
        }

        if (account.Parent is { } department)
        {
            peopleInDepartments[department] = peopleInDepartments.GetValueOrDefault(department) + 1;
        }

        if (account.Enabled)
        {
            withAccess.Set(Correlator.AccountCount);
            if (ProtectedAccounts.IsAdministrator(account))
            {
                administrators.Add(Correlator.AccountCount);
                ActiveAdministrators++;
            }
        }

        PersonAccounts += account.Attributes[AttributeNames.AccountType] is null && !ProtectedAccounts.IsSelf(account) ? 1 : 0;
        Correlator.AddAccount(account);
    }

    /// <summary>First pass: an account of the source. In order of keys.</summary>
    internal void AddPerson(EntryState person)
    {
        var stays = IsActive(person) && Verdict(person) == ScopeVerdict.InScope;
        var number = Correlator.PeopleCount;
        var frozen = Restraints.Any && Restraints.Of(person) is not null;

        // Whoever is left alone and has no account lays claim to no address: the others go on.
        var account = Correlator.AddPerson(person, Fields.Address(person), stays && !(frozen && person.LinkTo(Target) is null));
        stays |= frozen && !(Policy.BlockExcludedLeavers && !IsActive(person));
        if (account >= 0)
        {
            (stays ? staying : leaving).Set(account);
            if (Policy.BlockDisabledAnywhere && !stays && person is { Presence: EntryPresence.Present, Enabled: false })
            {
                barred.Set(account);
            }
        }

        if (account >= 0 && frozen)
        {
            frozenAccounts.Set(account);
        }

        if (frozen && account >= 0 && withAccess[account] && !IsActive(person))
        {
            keeping.Set(number);
        }

        if (Roles.Groups.Count > 0)
        {
            People.Add(account, stays, frozen);
            foreach (var group in Roles.Groups.Where(group => group.Contains(person)))
            {
                group.People.Add(number);
            }
        }

        membersRead += Scope.Membership.Names(person.Key) ? 1 : 0;
        Links += person.LinkTo(Target) is null ? 0 : 1;
        if (account >= 0 && withAccess[account] && !owned[account])
        {
            owned.Set(account);
            OwnedActiveLinks++;
        }
    }

    /// <summary>The group that a row of a role or of a membership is for.</summary>
    internal EntryKey GroupOf(PlanRow row) => Roles.Groups.Where(group => group.Key.Anchor == row.Group)
        .OrderBy(group => group.Key.System != row.Source?.System).Select(group => group.Key).FirstOrDefault(new EntryKey(Source, EntryKind.Group, row.Group!));

    /// <summary>What the ids of a group's rows are made from: the anchor alone where there is one source.</summary>
    internal string SubjectOf(EntryKey group) => group.System == Source ? group.Anchor : group.ToString();

    /// <summary>Whether a system was read to a clean end.</summary>
    internal bool IsComplete(SystemName system) => Input.Reads.All(read => read.Complete || read.System != system);

    /// <summary>Whether a person stays, by this entry or by another one that is linked to the same account.</summary>
    internal bool Stays(int person) => People.AccountOf(person) is var account and >= 0 ? staying[account] && !barred[account] : People.Stays(person);

    /// <summary>
    /// Whether a role that a block took away is given back with access. One that we gave for a group's sake is so only while the person is in a group that feeds it.
    /// </summary>
    internal bool IsGivenBack(string roleId, EntryState person, string accountId)
    {
        var feeding = Roles.Groups.Where(group => group.Link?.AccountId == roleId).ToList();
        return !feeding.Any(group => group.HasGranted(accountId)) || Persons.Of(person).All.Any(entry => feeding.Any(group => group.Contains(entry)));
    }

    /// <summary>How many accounts a department has, by the text that shows it.</summary>
    internal int PeopleIn(string department) =>
        Org.Find(department) is { } path && Org.IdOf(path) is { } id ? peopleInDepartments.GetValueOrDefault(id) : 0;

    /// <summary>Whether an account has access, and no plan would take it away for its person's sake.</summary>
    internal bool KeepsAccess(string accountId) => Correlator.NumberOf(accountId) is var number and >= 0 && withAccess[number] && !IsLeaving(number);

    private bool IsLeaving(int account) => barred[account] || (leaving[account] && !staying[account]);

    /// <summary>Whether an account is left as it is: its person is, or somebody excluded the account itself.</summary>
    internal bool IsFrozen(string accountId) =>
        Restraints.Any && (Restraints.OfAccount(accountId) is not null || (Correlator.NumberOf(accountId) is var number and >= 0 && frozenAccounts[number]));

    /// <summary>Whether a person, by his number, is left as he is and keeps access though he is not active any more.</summary>
    internal bool KeepsAccessInactive(int person) => keeping[person];

    /// <summary>Takes note of since when some people are not active.</summary>
    internal void Know(IReadOnlyDictionary<EntryKey, DateTimeOffset> since)
    {
        foreach (var (person, at) in since)
        {
            inactiveSince[person] = at;
        }
    }

    /// <summary>For how many whole days a person has not been active, and since when; null when nobody asked.</summary>
    internal (DateTimeOffset Since, int Days)? Inactive(EntryKey person) =>
        inactiveSince.TryGetValue(person, out var since) || Input.InactiveSince.TryGetValue(person, out since) ? (since, Input.DaysSince(since)) : null;

    internal ScopeVerdict Verdict(EntryState person) => Scope.Judge(person);

    internal IReadOnlyList<EntryState> Claimants(EmailKey email) => Correlator.Claimants(email, Fields.Address);

    internal static bool IsActive(EntryState person) => person is { Presence: EntryPresence.Present, Enabled: true };
}
