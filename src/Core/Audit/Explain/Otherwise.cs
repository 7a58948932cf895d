using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>The smallest change of the world or of the rules after which the plan would have decided otherwise. Pure.</summary>
internal static class Otherwise
{
    internal static string? Of(ExplainScene scene) => scene.Row is { } row ? Of(scene, row) : Silent(scene, SourceOf(scene));

    /// <summary>For one row: the person's own, or one that has to do with the person.</summary>
    internal static string? Of(ExplainScene scene, PlanRow row)
    {
        var (source, target) = (SourceOf(scene), scene.World.Target);
        if (row.Kind is RowKind.Role or RowKind.Membership && OfRole(row, source, target) is { } ofRole)
        {
            return ofRole;
        }

        var account = row.Target?.Id is { } id ? $"account {id}" : "the account";
        if (row.Status == RowStatus.Block && scene is { Account: { Enabled: false } dismissed })
        {
            return $"If somebody blocked {account} in {target}, there would be nothing left to do; if the person were active and in scope again, rehiring would be a person's decision, " +
                $"since {target} has the account marked as '{dismissed.Attributes[AttributeNames.EmploymentState]}'.";
        }

        var kept = row.Situation == Situation.Absent ? "there would be an account" : "the account would be kept in step";
        return row.Reason switch
        {
            Reason.NewInSource => $"If {target} had an account with the address {row.Source?.Email}, that one would be bound; under an exception or a matching filter none would be made.",
            Reason.FieldsChanged => $"If {source} said of {Fields(row)} what {target} has, there would be nothing to do; under an exception nothing would be written.",
            Reason.Drift => $"If {target} had for {Fields(row)} what {source} says, there would be nothing to do; if {source} changed it too, the row would be selected.",
            Reason.SourceDisabled => $"If the entry were enabled in {source}{Scope(scene)}, access would be kept.",
            Reason.SourceDeleted => $"If the entry were restored in {source}, enabled{Scope(scene)}, access would be kept; a new entry with the same address is another one.",
            Reason.SourceAbsent => $"If the entry were in what is read of {source}, enabled{Scope(scene)}, access would be kept.",
            Reason.OutOfScope when scene.Person.Presence == EntryPresence.Disappeared => $"If the entry were moved back to where {source} is read, access would be kept.",
            Reason.OutOfScope => $"If the person were a member of {Picked(scene)}, access would be kept.",
            Reason.OutsideUnits => $"{Unit(scene)}, access would be kept.",
            Reason.PolicyChanged when row.Status == RowStatus.Update => "If the rules were as they were when a plan was last applied, nothing would be written.",
            Reason.PolicyChanged => "If the rules were as they were when a plan was last applied, access would be kept; without an approval of this row it is kept too.",
            Reason.ActiveAgain => $"If the entry were still disabled in {source}, the account would stay blocked.",
            Reason.BlockedByHand => $"If somebody gave {account} its access back in {target}, or selected the row, the person would have access.",
            Reason.SameEmail => $"If {account} had another address, a new account would be made instead.",
            Reason.SameAlias => $"If none of the person's further addresses were {account}'s, a new account would be made; if the first were, it would be bound.",
            Reason.CreatedEarlier => $"If the earlier answer had not been lost, {account} would be linked already.",
            Reason.NamesDiffer => $"If a name of {account} and of the person had a word in common, the row would be selected.",
            Reason.Relink => $"If {account} had never belonged to somebody else, the row would be selected.",
            Reason.FurtherSource when row.Status == RowStatus.Deferred => "If the other entry were excluded, access would be taken away; once it is linked to the account, access is kept.",
            Reason.FurtherSource => $"If {account} belonged to nobody of another source, it would be bound as any other.",
            Reason.AmbiguousSource => $"If nobody else in scope of {source} had the address, or the others were excluded, there would be no conflict.",
            Reason.AmbiguousTarget => $"If {target} had one active account with the address, that one would be bound.",
            Reason.AlreadyLinked => $"If the person had an address of his own in {source}, an account would be made for it.",
            Reason.EmailTaken => $"If no other account of {target} had the new address, it would be written.",
            Reason.EmailCycle => "If one person of the circle had a third address, all could be written one after the other.",
            Reason.AccountMissing => $"If the linked account were restored in {target}, it would be kept in step again.",
            Reason.TypeChanged => $"If {account} were a person's again, it would be kept in step.",
            Reason.Dismissed => $"If {account} were not marked as dismissed in {target}, {(scene.Account is { Enabled: false } ? "a row would propose to give it access" : "it would be bound")}.",
            Reason.NoUnit => $"If the person stood in a unit that {Words(scene)} admits, or NoUnit were Admit, there would be no conflict.",
            Reason.Protected => Protected(scene, row, account),
            Reason.EmailMissing => $"If the person had an address in {source}, {kept}.",
            Reason.EmailInvalid => $"If the address were one, {kept}.",
            Reason.NameMissing => $"If the person had a first or a last name in {source}, {kept}.",
            Reason.RequiredMissing => $"If the person had the required value in {source}, {kept}.",
            Reason.TooLong => "If the value were short enough, it would be written.",
            Reason.AbsenceUnconfirmed => "If the next complete reading has the entry, nothing happens; if it has not, access is taken away.",
            Reason.ReadIncomplete => $"If the readings of {source} and {target} had been complete, the plan would have decided.",
            Reason.GroupUnreadable => "If the missing group were there, or taken out of the picked ones, the plan would have decided.",
            Reason.Excluded or Reason.ExcludedButInactive => "Without the exception the plan would have decided as for everybody else (exceptions remove).",
            Reason.Filtered => "Without the filter, or with another text in the field, the plan would have decided as for everybody else (filters remove).",
            Reason.FilteredButInactive => "Without the filter or the group's exclusion, access would be taken away; BlockExcludedLeavers would take it away all the same.",
            Reason.GroupExcluded => "Without the group's exclusion, or with the person in another picked group, the plan would have decided as for everybody else.",
            Reason.NotLinked => $"If an active entry of {source} in scope had the address, the account would be bound to it.",
            Reason.NotLinkedOutOfScope => $"If the entry of {source} with that address were active and in scope, the account would be bound to it.",
            Reason.NotAPerson => "If the account were a person's, it could be bound.",
            Reason.DepartmentMissing => $"If {target} had the department, nobody would wait for it.",
            Reason.OrgCycle => $"If the department's parents in {target} formed no circle, people could be put into it.",
            Reason.RolesOwed => $"If {account} had the roles already, there would be nothing to do.",
            Reason.FlipFlop => $"If {target} kept what is written, or {source} had another value, it would be written again.",
            Reason.BindConsented => "Without the consent there would be a conflict, and nothing would be bound.",
            Reason.ReceiverMissing => "If TaskReceivers ended with an account that has access, the work would go there and access would be taken away.",
            Reason.ManagerChanged => $"If no more than half of the department's people who name a manager in {source} named this one, the department would be left as it is.",
            _ => null,
        };
    }

    private static string SourceOf(ExplainScene scene) => scene.IsAccount ? scene.World.SourceNames : scene.Person.Key.System.Value;

    private static string? OfRole(PlanRow row, string source, SystemName target) => row.Reason switch
    {
        Reason.NewGroup => $"If {target} had a role of the group's name, that one would be proposed instead.",
        Reason.SameName => $"If {target} had no role of the group's name, one would be made; RoleTargets binds this one without a question.",
        Reason.RolePicked => "If RoleTargets did not name the role, one of the group's name would be looked for.",
        Reason.RoleMissing => $"If the role were in {target} and switched on, the group would be kept in it.",
        Reason.GroupGone => $"If the group were in {source} again, its role would be kept in step again.",
        Reason.NoLongerPicked => "If the group were picked for roles again, its role would be kept in step again.",
        Reason.MemberAdded => "If the person were not in the group, or in the role already, there would be nothing to do.",
        Reason.MemberRemoved => "If the person were in the group again, the membership would stay; so does one that was made by hand.",
        Reason.MembersWait => $"If those who wait had accounts with access in {target} and were not excluded, they would come into the role.",
        Reason.Drift when row.Kind == RowKind.Membership => "If nobody had taken the person out of the role, there would be nothing to do.",
        _ => null,
    };

    private static string? Silent(ExplainScene scene, string source)
    {
        var person = scene.Person;
        if (scene.IsAccount)
        {
            return null;
        }

        if (person.LinkTo(scene.World.Target) is not null && PlanningWorld.IsActive(person) && scene.World.Verdict(person) == ScopeVerdict.InScope)
        {
            return $"If a mapped field changed in {source}, or the entry were disabled there, there would be a row.";
        }

        return person switch
        {
            { Presence: not EntryPresence.Present } => $"If the entry were in {source} again, there would be a row.",
            { Enabled: false } => $"If the entry were enabled in {source}{Scope(scene)}, there would be a row.",
            _ when person.LinkTo(scene.World.Target) is not null => $"{Scoped(scene)}, there would be a row.",
            _ => scene.World.Verdict(person) switch
            {
                ScopeVerdict.ExcludedGroup => $"Without the group's exclusion {Then(scene)}.",
                _ => $"{Scoped(scene)}, {Then(scene)}.",
            },
        };
    }

    /// <summary>What would come of an active person without a link who were in scope.</summary>
    private static string Then(ExplainScene scene)
    {
        var world = scene.World;
        return PersonData.Problem(scene.Person, world.Fields) is { } problem ? $"there would be a row that says what does not fit ({problem.Reason})"
            : world.Fields.Address(scene.Person) is { } address && world.Correlator.AccountsWith(address).Any() ? $"there would be a row about the account of {world.Target} that has the address"
            : "an account would be made";
    }

    /// <summary>What would have to be so for an active person to be in scope.</summary>
    private static string Scoped(ExplainScene scene) => scene.World.Verdict(scene.Person) switch
    {
        ScopeVerdict.OutsideUnits or ScopeVerdict.NoUnit => Unit(scene),
        ScopeVerdict.ExcludedGroup => "Without the group's exclusion",
        _ => $"If the person were a member of {Picked(scene)}",
    };

    private static string Protected(ExplainScene scene, PlanRow row, string account) => scene.Account is { } held && ProtectedAccounts.IsSelf(held)
        ? "If the engine signed in as somebody else, it would be done."
        : row.Situation != Situation.Found ? "If there were another administrator with access who stays, it would be done."
        : !scene.Person.Enabled ? $"If {account} were an ordinary one, it would be bound and blocked."
        : $"If somebody consented to it (plan consent), or {account} were no administrator's, it would be done.";

    /// <summary>What else would have to be so.</summary>
    private static string Scope(ExplainScene scene) => scene.World.Verdict(scene.Person) switch
    {
        ScopeVerdict.OutsideUnits or ScopeVerdict.NoUnit => ", and in a unit that the rule admits",
        ScopeVerdict.OutsideGroups or ScopeVerdict.ExcludedGroup or ScopeVerdict.Undetermined => ", and in one of the picked groups",
        _ => "",
    };

    private static string Picked(ExplainScene scene) => scene.World.Policy.PickedGroups is { Length: > 0 } picked
        ? string.Join(" or ", picked.Select(group => $"'{group.Text}'"))
        : "a group, and that group were picked";

    private static string Words(ExplainScene scene) => string.Join(" or ", scene.World.Policy.Scope.Words.Select(word => $"'{word}'"));

    /// <summary>What would have to be so for the units rule to admit the person.</summary>
    private static string Unit(ExplainScene scene)
    {
        var path = scene.World.Units.PathAbove(scene.Person);
        var decision = UnitDecision.Of(scene.World.Policy.Scope, [.. path.Select(unit => new UnitStep(unit.Key.Anchor, UnitTree.NameOf(unit)))]);
        return decision is { Admits: false, Unit: { } unit, Word: { } word } ? $"If the person stood outside of the unit '{unit}', or Deny did not have '{word}'"
            : path.Length == 0 ? $"If the person stood in a unit that {Words(scene)} admits"
            : $"If the person stood in a unit that {Words(scene)} admits, or the unit '{UnitTree.NameOf(path[^1])}' were renamed so";
    }

    private static string Fields(PlanRow row) => string.Join(", ", row.Changes.Select(change => change.Field));
}
