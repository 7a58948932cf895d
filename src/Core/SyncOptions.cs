using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>One sync as a host configures it: the section <c>Syncs:NAME</c>, or the delegate given to <c>AddSync</c>.</summary>
public sealed class SyncOptions
{
    /// <summary>
    /// The name of the system people come from. Required. In a configuration file a list may stand here, in order of authority: the first is this, the others are
    /// <see cref="FurtherSources"/>.
    /// </summary>
    public string Source { get; set; } = "";

    /// <summary>
    /// Further systems people come from, in order of authority after <see cref="Source"/>. A person whom several of them have, by the same address, is one person
    /// with one account: the first in which the person is active and in scope says what is in it, and access is lost only when none of them has the person active.
    /// Default: none.
    /// </summary>
    public IList<string> FurtherSources { get; } = [];

    /// <summary>
    /// With several sources: whether a person whom one of them has disabled loses access, though another has the person active. Default: false.
    /// </summary>
    public bool BlockDisabledAnywhere { get; set; }

    /// <summary>The name of the system accounts are kept in. Required.</summary>
    public string Target { get; set; } = "";

    /// <summary>
    /// Groups whose members are in scope, each by DN, name, login name, address or anchor. Absent (null) means everyone, an empty list nobody.
    /// </summary>
    public IList<string>? PickedGroups { get; set; }

    /// <summary>The units rule. Default: the nearest unit's name contains <c>user</c> or <c>users</c>.</summary>
    public ScopeRuleOptions ScopeRule { get; set; } = new();

    /// <summary>
    /// Target field to source attribute, over the defaults (names, email, <c>position</c> from <c>title</c>, <c>phone</c>, <c>mobilePhone</c>,
    /// <c>department</c>). An empty text takes a field out of the sync.
    /// </summary>
    public IDictionary<string, string> Map { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// What there is to say of a target field beside where it comes from: who owns it, whether it is required or ever cleared, and how its value is made (template, part,
    /// case, table). Each field must be in the map, or have a template.
    /// </summary>
    public IDictionary<string, FieldOptions> Fields { get; } = new Dictionary<string, FieldOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Domains that were renamed, old to new: people and accounts are matched as if the old were the new, and the address of the source is written. Whole domains
    /// only: <c>company.com</c> says nothing of <c>store.company.com</c>. Default: none.
    /// </summary>
    public IDictionary<string, string> DomainAliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Takes departments from the units that people stand in instead of an attribute: those below the unit given here by its names from the top with <c>/</c>
    /// between them (<c>Staff/Users</c>), or all of them for an empty text. Default: null, departments are an attribute.
    /// </summary>
    public string? DepartmentUnits { get; set; }

    /// <summary>What separates the levels of a department's path in its attribute, such as <c>/</c>; null when the text is one name.</summary>
    public string? DepartmentSeparator { get; set; }

    /// <summary>
    /// Target fields to write in Latin letters, such as <c>firstName</c> and <c>lastName</c>: each must be mapped, and be neither an address nor a department.
    /// The original of a first or last name goes to <c>nativeFirstName</c> and <c>nativeLastName</c>. Default: none.
    /// </summary>
    public IList<string> LatinFields { get; } = [];

    /// <summary>
    /// Who takes over the open work of somebody who is blocked, in order of preference: <c>manager</c> (as the source names him or her), <c>departmentManager</c>
    /// (of the account's department in the target), or the id of an account. The first who has access and keeps it is taken; when there is none, the person is
    /// not blocked but reported, so end the list with an account that is always there. Default: none, and nothing is handed over.
    /// </summary>
    public IList<string> TaskReceivers { get; } = [];

    /// <summary>
    /// Whether departments get as their manager whom more than half of their people name in the source. A department of which nobody names anybody is left as
    /// it is. Default: false.
    /// </summary>
    public bool DepartmentManagers { get; set; }

    /// <summary>
    /// Whether people who are excluded, by hand or by a filter, lose access all the same when they are disabled or deleted in the source. Default: false; they
    /// keep access, and each plan warns of them.
    /// </summary>
    public bool BlockExcludedLeavers { get; set; }

    /// <summary>
    /// Limits by name (<c>Block</c>, <c>BlockAbsent</c>, <c>New</c>, …), over the defaults: every Block reason at most 20 or 5 percent, and of the members of a role
    /// (<c>RoleMembers</c>) 20 percent.
    /// </summary>
    public IDictionary<string, LimitOptions> Limits { get; } = new Dictionary<string, LimitOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Groups kept as roles of the target, each by DN, name, login name, address or anchor: a new group becomes a new role, its members (nested, primary group
    /// included) become the role's, its name the role's name. Members that somebody added by hand stay. A role is never deleted. Default: none.
    /// </summary>
    public IList<string> RoleGroups { get; } = [];

    /// <summary>
    /// The id (or the name, which is looked up once) of the role for a group of <see cref="RoleGroups"/> (by the same text), where it shall not be one of the
    /// group's own name. Several groups may name one role: it then has the members of all.
    /// </summary>
    public IDictionary<string, string> RoleTargets { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a role is made for a group with nobody in it. Default: false.</summary>
    public bool CreateEmptyRoles { get; set; }

    /// <summary>
    /// Rows that the schedule applies by itself, under the limits: statuses (<c>New</c>, <c>Update</c>, <c>Block</c>, <c>Unblock</c>, <c>Bind</c>), or blocks for one reason
    /// only (<c>Block:SourceDisabled</c>). Until a person has applied a plan of the sync, no block is applied so, and no new account where the target has people already.
    /// An update that only changed rules explain (<see cref="Reason.PolicyChanged"/>) is none of <c>Update</c>.
    /// Default: none.
    /// </summary>
    public IList<string> AutoApply { get; } = [];

    /// <summary>How often a plan is prepared by itself. Default: every two hours; 1 minute to 7 days.</summary>
    public TimeSpan Prepare { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Sets the source, or several in order of authority.</summary>
    public SyncOptions From(string source, params string[] further)
    {
        ArgumentNullException.ThrowIfNull(further);
        Source = source;
        FurtherSources.Clear();
        foreach (var name in further)
        {
            FurtherSources.Add(name);
        }

        return this;
    }

    internal IEnumerable<string> Sources => FurtherSources.Prepend(Source);

    /// <summary>Sets the target.</summary>
    public SyncOptions To(string target)
    {
        Target = target;
        return this;
    }

    /// <summary>Picks groups: only their members are in scope.</summary>
    public SyncOptions PickGroups(params string[] groups)
    {
        PickedGroups = groups;
        return this;
    }

    /// <summary>Takes a target field from a source attribute.</summary>
    public SyncOptions MapField(string attribute, string to)
    {
        Map[to] = attribute;
        return this;
    }

    /// <summary>Sets a limit by name.</summary>
    public SyncOptions Limit(string name, int? max, int? percent = null)
    {
        Limits[name] = new LimitOptions { Max = max, Percent = percent };
        return this;
    }
}

/// <summary>The units rule as a host configures it.</summary>
public sealed class ScopeRuleOptions
{
    /// <summary>How words are compared with a unit's name. Default: contains.</summary>
    public ScopeMode Mode { get; set; } = ScopeMode.Contains;

    /// <summary>Which units of the path are judged. Default: the nearest.</summary>
    public ScopeLevel Level { get; set; } = ScopeLevel.Nearest;

    /// <summary>Words that admit. Default: <c>user</c>, <c>users</c>.</summary>
    public IList<string>? Words { get; set; }

    /// <summary>Words that keep out, anywhere in the path; they win. Default: none.</summary>
    public IList<string>? Deny { get; set; }

    /// <summary>People in no unit. Default: a conflict.</summary>
    public NoUnitPolicy NoUnit { get; set; } = NoUnitPolicy.Conflict;
}

/// <summary>
/// One limit as a host configures it. A value that is not given is that of <c>Block</c> for each reason to block, and 20, 5 percent and 2 for <c>Block</c>
/// itself; for <c>RoleMembers</c> it is no highest count, 20 percent and 5; for other names there is none. A percentage of 100 switches the percentage off.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>The highest count that passes: 0 or more.</summary>
    public int? Max { get; set; }

    /// <summary>The highest share that passes, in percent: 0 to 100. Of the people with access; for <c>RoleMembers</c>, of the members of the role.</summary>
    public int? Percent { get; set; }

    /// <summary>Counts up to this never fail the percentage. Default 2; 5 for <c>RoleMembers</c>.</summary>
    public int? Floor { get; set; }
}
