using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>A membership that may have to change: whose, and for which group's sake.</summary>
/// <param name="Group">The group.</param>
/// <param name="Person">The person's number in order of keys.</param>
/// <param name="AccountId">The account to take out of the role; null when the person is to come in.</param>
internal readonly record struct MemberCandidate(RoleGroupState Group, int Person, string? AccountId);

/// <summary>
/// One role and the groups that feed it: who shall be in it, who is, and what has to be done. Members that somebody else added are never taken out: a membership
/// is ours only if we gave it. Pure.
/// </summary>
internal sealed class RoleWork
{
    /// <summary>How many names of people who wait are told.</summary>
    private const int NamesMax = 5;

    private readonly PlanningWorld world;
    private readonly RowDraft draft;
    private readonly Func<EntryState, PlanRow?> planOf;
    private readonly EntryState? role;
    private readonly Dictionary<EntryKey, PlanRow?> groupRows;
    private readonly Dictionary<EntryKey, RoleGroupState> feeding;
    private readonly RoleGroupState first;
    private readonly HashSet<string> members;
    private readonly List<string> names = [];
    private int withoutAccount;
    private int blocked;
    private int frozen;
    private readonly int others;
    private readonly bool isComplete;

    /// <param name="world">What rows are decided with.</param>
    /// <param name="draft">What makes rows.</param>
    /// <param name="planOf">The row of a person as it stands in the plan; null when there is none.</param>
    /// <param name="role">The role as it is; null when it is made by this plan.</param>
    /// <param name="groups">The groups that feed it, each with its own row, if it has one.</param>
    internal RoleWork(PlanningWorld world, RowDraft draft, Func<EntryState, PlanRow?> planOf, EntryState? role, ImmutableArray<FeedingGroup> groups)
    {
        this.world = world;
        this.draft = draft;
        this.planOf = planOf;
        this.role = role;
        first = groups[0].Group;
        groupRows = groups.ToDictionary(g => g.Group.Key, g => g.Row);
        feeding = groups.ToDictionary(g => g.Group.Key, g => g.Group);
        members = new HashSet<string>(role?.Members ?? [], StringComparer.Ordinal);
        others = groups.Sum(g => g.Group.Others);
        isComplete = world.TargetComplete && groups.All(g => world.IsComplete(g.Group.Key.System));
        var seen = new Flags();
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (group, _) in groups)
        {
            foreach (var person in group.People)
            {
                if (!seen[person])
                {
                    seen.Set(person);
                    See(group, person, wanted);
                }
            }
        }

        Candidates.AddRange(groups.SelectMany(g => Leaving(g.Group, wanted)));
    }

    /// <summary>Who may have to come in or go, in no particular order.</summary>
    internal List<MemberCandidate> Candidates { get; } = [];

    internal int MemberCount => members.Count;

    internal string RoleId => role?.Key.Anchor ?? "";

    private string RoleName => role is null ? first.Name : UnitTree.NameOf(role);

    /// <summary>The id of the row of one membership.</summary>
    internal static string IdOf(PlanningWorld world, EntryKey group, EntryKey person) => RowDraft.IdOf(RowKind.Membership, $"{world.SubjectOf(group)}\u001f{person}");

    /// <summary>The id of the row of those who wait, by the first group that feeds the role.</summary>
    internal static string WaitingIdOf(PlanningWorld world, EntryKey group) => RowDraft.IdOf(RowKind.Role, $"waiting\u001f{world.SubjectOf(group)}");

    /// <summary>The row of one candidate, once the states it needs are at hand; null when nothing is to be done for now.</summary>
    internal PlanRow? Row(MemberCandidate candidate)
    {
        if (world.Correlator.Person(world.Correlator.PersonKey(candidate.Person)) is not { } person)
        {
            return null;
        }

        return candidate.AccountId is { } account ? Remove(candidate, person, account) : Add(candidate, person);
    }

    /// <summary>One row for those who are in the groups and cannot be in the role for now; null when there are none.</summary>
    internal PlanRow? Waiting()
    {
        string[] causes =
        [
            .. Cause(withoutAccount, "has no account", "have no account"), .. Cause(blocked, "has no access", "have no access"),
            .. Cause(frozen, "is excluded", "are excluded"), .. Cause(others, "is nobody of the sync", "are no people of the sync"),
        ];
        var count = withoutAccount + blocked + frozen;
        return count == 0 ? null : new PlanRow
        {
            Id = WaitingIdOf(world, first.Key),
            Kind = RowKind.Role,
            Status = RowStatus.Deferred,
            Situation = Situation.None,
            Reason = Reason.MembersWait,
            Text = string.Create(CultureInfo.InvariantCulture, $"{count} in '{first.Name}' {(count == 1 ? "is" : "are")} not in role '{RoleName}' for now: {string.Join(", ", causes)}. ") +
                (count == 1 ? "The person comes in when that changes." : "They come in by themselves when that changes.") +
                (names.Count == 0 ? "" : $" Among them {string.Join(", ", names.Order(StringComparer.Ordinal))}."),
            Target = role is null ? null : new RowTarget(role.Key.Anchor, RoleName, null, false),
            Group = first.Picked.Anchor,
        };

        static IEnumerable<string> Cause(int count, string one, string many) =>
            count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}")];
    }

    private void See(RoleGroupState group, int person, HashSet<string> wanted)
    {
        var account = world.People.AccountOf(person);
        var id = account < 0 ? null : world.Correlator.AccountKey(account).Anchor;
        if (id is not null)
        {
            if (!wanted.Add(id) || members.Contains(id))
            {
                return;
            }
        }

        if (world.People.IsFrozen(person))
        {
            frozen++;
        }
        else if (world.Stays(person))
        {
            Candidates.Add(new MemberCandidate(group, person, null));
        }
        else if (id is null)
        {
            withoutAccount++;
        }
        else
        {
            blocked++;
        }
    }

    /// <summary>Memberships we gave for a group's sake and that none of the groups wants any more. Whoever loses access altogether loses roles with it.</summary>
    private IEnumerable<MemberCandidate> Leaving(RoleGroupState group, HashSet<string> wanted) => !isComplete ? [] : group.Granted
        .Where(id => members.Contains(id) && !wanted.Contains(id) && world.KeepsAccess(id))
        .SelectMany(id => world.Correlator.OwnersOf(id).Select(owner => new MemberCandidate(group, owner, id)));

    private PlanRow? Remove(MemberCandidate candidate, EntryState person, string account)
    {
        if (person.LinkTo(world.Target)?.AccountId != account
            || world.Persons.IsSpokenFor(person)
            || world.Persons.RestraintOf(person) is not null
            || candidate.Group.ContainsByExcluded(person))
        {
            return null;
        }

        return Member(
            candidate, person, Reason.MemberRemoved, Effect.RemoveMember, selected: true,
            $"{PersonNames.Of(person)} is not in group '{candidate.Group.Name}' any more and leaves role '{RoleName}'.", null);
    }

    private PlanRow? Add(MemberCandidate candidate, EntryState person)
    {
        var text = $"{PersonNames.Of(person)} is in group '{candidate.Group.Name}' and comes into role '{RoleName}'.";
        var link = world.Persons.LinkOf(person);
        if (world.Persons.Several && world.Persons.RestraintOf(person) is not null)
        {
            frozen++;
            return null;
        }

        if (link is not null && world.Correlator.Account(link.AccountId) is { Enabled: true })
        {
            // What a block took away is given back by the person's own row, unless that is about something else: then the group does it.
            var owed = role is not null && link.RolesOwed.Contains(role.Key.Anchor, StringComparer.Ordinal);
            if (owed && planOf(world.Persons.Of(person).Lead)?.Roles.Any(given => given.Id == role!.Key.Anchor) == true)
            {
                return null;
            }

            return !owed && candidate.Group.HasGranted(link.AccountId)
                ? TakenOut(candidate, person, null)
                : Member(candidate, person, Reason.MemberAdded, Effect.AddMember, selected: true, text, null);
        }

        if (link is null && world.Persons.IsSpokenFor(person) && world.Persons.Of(person).Lead is var lead && feeding.Values.Any(group => group.Contains(lead)))
        {
            return null; // Comes in by the entry that speaks for the person.
        }

        if (planOf(person) is not { Effects.Length: > 0, Status: RowStatus.New or RowStatus.Bind or RowStatus.Unblock } before)
        {
            Wait(person, link is null);
            return null;
        }

        var isIn = before.Target?.Id is { } found && members.Contains(found); // somebody put the account in before it was anybody's: it stays so
        if (isIn || (role is not null && before.Roles.Any(given => given.Id == role.Key.Anchor)))
        {
            return null;
        }

        // A block of ours notes the roles it takes: one that we gave and that it does not note was gone before it.
        return role is not null && link is { BlockedByEngine: true } && candidate.Group.HasGranted(link.AccountId)
            && !LostRoles.Of(link).Contains(role.Key.Anchor, StringComparer.Ordinal)
            ? TakenOut(candidate, person, before.Id)
            : Member(candidate, person, Reason.MemberAdded, Effect.AddMember, before.Selected, text, before.Id);
    }

    private PlanRow TakenOut(MemberCandidate candidate, EntryState person, string? requires) => Member(
        candidate, person, Reason.Drift, Effect.AddMember, selected: false,
        $"{PersonNames.Of(person)} is in group '{candidate.Group.Name}', but somebody took the person out of role '{RoleName}' in {world.Target}. Select the row to undo that.",
        requires);

    private void Wait(EntryState person, bool hasNone)
    {
        withoutAccount += hasNone ? 1 : 0;
        blocked += hasNone ? 0 : 1;
        if (names.Count < NamesMax)
        {
            names.Add(PersonNames.Of(person));
        }
    }

    private PlanRow Member(MemberCandidate candidate, EntryState person, Reason reason, Effect effect, bool selected, string text, string? requires)
    {
        var group = candidate.Group.Key;
        var roleRow = groupRows[group] is { Effects.Length: > 0, Status: RowStatus.New or RowStatus.Bind } made ? made : null;
        return new PlanRow
        {
            Id = IdOf(world, group, person.Key),
            Kind = RowKind.Membership,
            Status = RowStatus.Update,
            Situation = Situation.None,
            Reason = reason,
            Text = text,
            Selected = selected && (roleRow?.Selected ?? true),
            Source = draft.SourceOf(person),
            Target = new RowTarget(role?.Key.Anchor, RoleName, null, false),
            Changes = [effect == Effect.AddMember ? new FieldChange(AttributeNames.Roles, null, RoleName) : new FieldChange(AttributeNames.Roles, RoleName, null)],
            Effects = [effect],
            Requires = [.. new[] { roleRow?.Id, requires }.OfType<string>().Order(StringComparer.Ordinal)],
            Group = group.Anchor,
        };
    }
}
