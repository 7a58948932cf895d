using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Decides the row of a person who is linked to an account: keep in step, block, or give access back. Null means nothing is needed.</summary>
internal sealed class LinkedPersonPlanner(PlanningWorld world, RowDraft draft)
{
    internal PlanRow? Plan(EntryState person, AccountLink link)
    {
        if (world.Correlator.Account(link.AccountId) is not { } account)
        {
            return PlanningWorld.IsActive(person) ? Missing(person, link) : null;
        }

        if (account.Attributes[AttributeNames.AccountType] is { } type)
        {
            return draft.Of(
                RowStatus.Conflict, Situation.TargetIgnored, Reason.TypeChanged,
                $"Account {account.Key.Anchor} of {PersonNames.Of(person)} became a '{type}' in {world.Target}; it is no longer a person's, so nothing is done to it.",
                person, account);
        }

        return Leaving(person) is { } leaving ? Leave(person, account, link, leaving) : Stay(person, account, link);
    }

    private PlanRow Missing(EntryState person, AccountLink link) => draft.Of(
        RowStatus.Conflict, Situation.Missing, Reason.AccountMissing,
        $"{PersonNames.Of(person)} is linked to account {link.AccountId}, which {world.Target} no longer has. It is not made again by itself: " +
        "restore the account there, or exclude the person.",
        person, null);

    /// <summary>Why the person should no longer have access, or null when access is right or cannot be judged to be wrong.</summary>
    private (Reason Reason, Situation Situation, string Text)? Leaving(EntryState person)
    {
        if (PlanningWorld.IsActive(person) && world.Verdict(person) == ScopeVerdict.InScope)
        {
            return null; // nearly everybody: no sentence is needed
        }

        var name = PersonNames.Of(person);
        var source = person.Key.System;
        if (person.Presence == EntryPresence.Disappeared)
        {
            return (person.Disappearance, person.Enabled) switch
            {
                (DisappearanceReason.Deleted, _) =>
                    (Reason.SourceDeleted, Situation.SourceMissing, $"{name} was deleted in {source} ({person.Evidence})."),
                (_, false) => (Reason.SourceDisabled, Situation.SourceMissing, $"{name} was disabled in {source} and is no longer where it is read."),
                (DisappearanceReason.Absent, _) =>
                    (Reason.SourceAbsent, Situation.SourceMissing, $"{name} is no longer in {source}, and that is confirmed ({person.Evidence})."),
                _ => (Reason.OutOfScope, Situation.Unqualified, $"{name} still exists in {source}, but outside of what is read ({person.Evidence})."),
            };
        }

        if (!person.Enabled)
        {
            return (Reason.SourceDisabled, Situation.Confirmed, $"{name} is disabled in {source}.");
        }

        if (person.Presence == EntryPresence.Missed)
        {
            return (Reason.AbsenceUnconfirmed, Situation.SourceMissing,
                $"{name} is not in the last complete reading of {source}, which cannot be asked again. The next complete reading decides.");
        }

        return world.Verdict(person) switch
        {
            ScopeVerdict.OutsideGroups => ByPolicy(person, Reason.OutOfScope, $"{name} is active in {source}, but in none of the picked groups."),
            ScopeVerdict.OutsideUnits => ByPolicy(person, Reason.OutsideUnits, OutsideUnits(person, name)),
            ScopeVerdict.NoUnit => (Reason.NoUnit, Situation.Unqualified,
                $"{name} stands directly under the root of {source}, so the units rule cannot judge. Move the person into a unit, or set NoUnit in the scope rule."),
            ScopeVerdict.Undetermined => (Reason.GroupUnreadable, Situation.Unqualified,
                $"{name} is in none of the picked groups that could be read, but {Missing()} could not be found, so nothing is concluded."),
            _ => null,
        };

        string Missing() => string.Join(", ", world.Scope.Membership.Missing.Select(g => $"'{g.Text}'"));
    }

    private (Reason, Situation, string) ByPolicy(EntryState person, Reason reason, string text) =>
        world.ScopeBefore?.Judge(person) == ScopeVerdict.InScope
            ? (Reason.PolicyChanged, Situation.Unqualified, $"{text} Only the changed policy explains it.")
            : (reason, Situation.Unqualified, text);

    private string OutsideUnits(EntryState person, string name)
    {
        var path = string.Join('/', world.Units.NamesAbove(person));
        return $"{name} is active, but stands in '{path}', which the units rule does not admit " +
            $"(words: {string.Join(", ", world.Policy.Scope.Words)}).";
    }

    private PlanRow? Leave(EntryState person, EntryState account, AccountLink link, (Reason Reason, Situation Situation, string Text) leaving)
    {
        var (reason, situation, text) = leaving;
        var unfinished = Blocks.IsUnfinished(account, link);
        if (!account.Enabled && !unfinished)
        {
            return null; // Has no access already, whoever took it.
        }

        if (reason is Reason.NoUnit)
        {
            return draft.Of(RowStatus.Conflict, situation, reason, text, person, account);
        }

        if (reason is Reason.AbsenceUnconfirmed or Reason.GroupUnreadable)
        {
            return draft.Of(RowStatus.Deferred, situation, reason, text, person, account);
        }

        if (world.Persons.Successor(person, account) is { } successor)
        {
            return draft.Of(
                RowStatus.Deferred, situation, Reason.FurtherSource,
                $"{text} But {PersonNames.Of(successor)} of {successor.Key.System}, who is active, has the address of the account and may be the same person. Sync links that entry to " +
                "the account first; if it is somebody else, exclude it.", person, account);
        }

        if (!world.Persons.IsComplete(person))
        {
            return draft.Of(
                RowStatus.Deferred, situation, Reason.ReadIncomplete,
                $"{text} But a reading was incomplete, so nobody loses access by this plan.", person, account);
        }

        if (Protection(account) is { } protection)
        {
            return draft.Of(RowStatus.Conflict, situation, Reason.Protected, $"{text} {protection}", person, account);
        }

        return unfinished
            ? draft.Of(RowStatus.Block, situation, reason, $"{text} {Unfinished(account)}", person, account, selected: true, effects: [Effect.Block])
            : draft.Block(situation, reason, $"{text} Access to {world.Target} will be taken away.", person, account, selected: true, [Effect.Block]);
    }

    /// <summary>The work is not handed over again: that was tried, and nothing takes back what it did.</summary>
    private string Unfinished(EntryState account) =>
        $"An earlier sync set out to block the account and did not get to the end: {world.Target} has it marked as '{account.Attributes[AttributeNames.EmploymentState]}', " +
        "without access, and not blocked. It will be blocked.";

    private string? Protection(EntryState account) => ProtectedAccounts.ReasonAgainstBlock(account, world);

    private PlanRow? Stay(EntryState person, EntryState account, AccountLink link)
    {
        if (account.Attributes[AttributeNames.EmploymentState] is { } dismissed && !account.Enabled)
        {
            return draft.Of(
                RowStatus.Conflict, Situation.Confirmed, Reason.Dismissed,
                $"{PersonNames.Of(person)} is active in {person.Key.System}, but marked as '{dismissed}' in {world.Target}. Rehiring is a person's decision.", person, account);
        }

        if (PersonData.Problem(person, world.Fields) is { } problem)
        {
            return draft.Of(RowStatus.Invalid, Situation.Confirmed, problem.Reason, problem.Text, person, account);
        }

        var compared = world.Fields.Compare(person, account, link);
        if (!account.Enabled)
        {
            return Unblock(person, account, link, PersonNames.Of(person), compared);
        }

        var owed = LostRoles.ToRestore(person, account, link, world);
        if (owed.Length > 0)
        {
            return GiveRolesBack(person, account, owed, compared);
        }

        if (compared.Changes.Length == 0)
        {
            return compared.Flipping.Length == 0 ? null : FlipFlop(person, account, compared.Flipping);
        }

        var name = PersonNames.Of(person);
        var fields = string.Join(", ", compared.Changes.Select(c => c.Field));
        if (compared.OnlyDrift)
        {
            return draft.Of(
                RowStatus.Update, Situation.Confirmed, Reason.Drift,
                $"{fields} of {name} {Verb(compared)} changed in {world.Target}, not in {person.Key.System}. Select the row to set what {person.Key.System} says.",
                person, account, selected: false, effects: [Effect.Update], changes: compared.Changes);
        }

        var (reason, text) = world.MappingBefore.Explains(world.Persons.Of(person).All, link, compared.Changes)
            ? (Reason.PolicyChanged, $"{fields} of {name} would be written because the rules of this sync changed: {world.SourceNames} says what it said before.")
            : (Reason.FieldsChanged, $"{fields} of {name} {Verb(compared)} changed in {person.Key.System}.");
        return draft.Of(RowStatus.Update, Situation.Confirmed, reason, text, person, account, selected: true, effects: [Effect.Update], changes: compared.Changes);
    }

    /// <summary>Somebody, or the target itself, changes it back each time: a matter for people, not for one more write.</summary>
    private PlanRow FlipFlop(EntryState person, EntryState account, ImmutableArray<string> fields) => draft.Of(
        RowStatus.Invalid, Situation.Confirmed, Reason.FlipFlop,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", fields)} of {PersonNames.Of(person)} was written to {world.Target} {FieldMapper.FlipsMax} times, and shows {ValuesOf(account, fields)} ") +
        $"again. It is not written any more: see what changes it there, or take the field out of Map. It is written again when {person.Key.System} has another value.",
        person, account);

    private string ValuesOf(EntryState account, ImmutableArray<string> fields) =>
        string.Join(", ", fields.Select(field => world.Fields.Actual(account, field) is { } value ? $"'{value}'" : "nothing"));

    private static string Verb(ThreeWay compared) => compared.Changes.Length == 1 ? "was" : "were";

    /// <summary>Access came back, and a run ended before the roles did. What else changed goes along, unless only the target says so.</summary>
    private PlanRow GiveRolesBack(EntryState person, EntryState account, ImmutableArray<RowRole> roles, ThreeWay compared)
    {
        ImmutableArray<FieldChange> changes = compared.OnlyDrift ? [] : compared.Changes;
        return draft.Of(
            RowStatus.Update, Situation.Confirmed, Reason.RolesOwed,
            $"{PersonNames.Of(person)} has access to {world.Target} again, but not yet the roles that an earlier sync took away by a block: {Listed(roles)}.",
            person, account, selected: true, effects: Effects([], changes, roles), changes: changes, roles: roles);
    }

    private PlanRow Unblock(EntryState person, EntryState account, AccountLink link, string name, ThreeWay compared)
    {
        if (!link.BlockedByEngine)
        {
            return draft.Of(
                RowStatus.Unblock, Situation.Confirmed, Reason.BlockedByHand,
                $"{name} is active in {person.Key.System}, but somebody blocked the account in {world.Target} by hand. Select the row only if that is over.",
                person, account, selected: false, effects: Effects([Effect.Unblock], compared.Changes, []), changes: compared.Changes);
        }

        var changes = compared.Changes.AddRange(LostDepartment(account, link));
        var roles = LostRoles.ToRestore(person, account, link, world);
        var lost = LostRoles.Of(link).Length - roles.Length;
        var returned = roles.Length == 0 ? "" : $" So do the roles that the block took away: {Listed(roles)}.";
        var gone = lost == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {lost} role(s) it had are not there any more.");
        return draft.Of(
            RowStatus.Unblock, Situation.Confirmed, Reason.ActiveAgain,
            $"{name} is active again in {person.Key.System}; the account was blocked by an earlier sync and gets its access back.{returned}{gone}",
            person, account, selected: true, effects: Effects([Effect.Unblock], changes, roles), changes: changes, roles: roles);
    }

    /// <summary>The department that a block took away, where the rules do not say which one it is.</summary>
    private ImmutableArray<FieldChange> LostDepartment(EntryState account, AccountLink link) =>
        account.Parent is null
        && !world.Policy.Map.ContainsKey(AttributeNames.Department)
        && link.BeforeImage?[AttributeNames.Department] is { } before
        && world.Org.Find(before) is not null
            ? [new FieldChange(AttributeNames.Department, null, before, "as before the block")]
            : [];

    private static ImmutableArray<Effect> Effects(ImmutableArray<Effect> first, ImmutableArray<FieldChange> changes, ImmutableArray<RowRole> roles) =>
    [
        .. first,
        .. changes.Length == 0 ? ImmutableArray<Effect>.Empty : [Effect.Update],
        .. roles.Select(_ => Effect.RestoreRole),
    ];

    private static string Listed(ImmutableArray<RowRole> roles) => string.Join(", ", roles.Select(role => $"'{role.Name ?? role.Id}'"));
}
