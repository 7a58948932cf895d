using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Decides the row of each group that is kept as a role: make it, bind it to one that is there, rename it, or what stands against that. A role is never
/// deleted, and one that was made by hand is bound only when a person says so. Pure.
/// </summary>
internal sealed class RolePlanner(PlanningWorld world, RowDraft draft)
{
    internal RoleDecision Plan(RoleGroupState group)
    {
        if (!group.IsThere)
        {
            return new(Gone(group), group.Link?.AccountId, false);
        }

        if (world.Restraints.ExcludedGroups.TryGetValue(group.Key, out var cause))
        {
            return new(Row(
                group, RowStatus.Frozen, Reason.GroupExcluded, group.Link?.AccountId,
                $"Group {cause}. {(group.Link is null ? "No role is made for it." : $"Its role in {world.Target} and the members stay as they are.")}"), group.Link?.AccountId, false);
        }

        if (!world.TargetComplete)
        {
            var waits = group.Link is null
                ? Row(group, RowStatus.Deferred, Reason.ReadIncomplete, null, $"The reading of {world.Target} was incomplete, so nothing is concluded about a role for '{group.Name}'.")
                : null;
            return new(waits, group.Link?.AccountId, false);
        }

        return group.Link is { } link ? Linked(group, link) : Unlinked(group);
    }

    /// <summary>The row of a group that was kept as a role and is not picked any more.</summary>
    internal PlanRow Unpicked(EntryState group) => new()
    {
        Id = IdOf(world, group.Key),
        Kind = RowKind.Role,
        Status = RowStatus.Unmanaged,
        Situation = Situation.None,
        Reason = Reason.NoLongerPicked,
        Text = $"Group '{UnitTree.NameOf(group)}' is not picked for a role any more. Its role in {world.Target} and the members stay as they are.",
        Source = draft.SourceOf(group),
        Target = TargetOf(group.LinkTo(world.Target)!.AccountId, null),
        Group = group.Key.Anchor,
    };

    internal static string IdOf(PlanningWorld world, EntryKey group) => RowDraft.IdOf(RowKind.Role, world.SubjectOf(group));

    private PlanRow? Gone(RoleGroupState group) => group.State is null && group.Link is null
        ? null // never seen: the policy could not have been made
        : Row(
            group, RowStatus.Frozen, Reason.GroupGone, group.Link?.AccountId,
            $"Group '{group.Name}' is not in {group.Key.System} any more. Its role in {world.Target} and the members stay as they are; a role is never deleted. " +
            "Pick another group, or take it out of RoleGroups.");

    private RoleDecision Linked(RoleGroupState group, AccountLink link)
    {
        if (world.Roles.Catalog.Find(link.AccountId) is not { Enabled: true } role)
        {
            return new(Row(
                group, RowStatus.Conflict, Reason.RoleMissing, link.AccountId,
                $"The role of group '{group.Name}' ({link.AccountId}) is not in {world.Target} any more, or is switched off. It is not made again by itself: restore it there, or take the group out of RoleGroups."),
                link.AccountId, false);
        }

        var applied = link.LastApplied[AttributeNames.Name];
        if (applied is null || FieldMapper.Same(AttributeNames.Name, group.Name, role.Name))
        {
            return new(null, role.Id, true); // A role that was chosen by hand keeps its name.
        }

        var sourceChanged = applied != group.Name;
        if (!sourceChanged && FieldMapper.Same(AttributeNames.Name, role.Name, link.LastEcho[AttributeNames.Name]))
        {
            return new(null, role.Id, true); // The target keeps its own form of what was sent.
        }

        ImmutableArray<FieldChange> changes = [new FieldChange(AttributeNames.Name, role.Name, group.Name)];
        var row = sourceChanged
            ? Row(group, RowStatus.Update, Reason.FieldsChanged, role.Id, $"Group '{applied}' is called '{group.Name}' in {group.Key.System} now; so will its role be.", Effect.RenameRole, selected: true)
            : Row(
                group, RowStatus.Update, Reason.Drift, role.Id,
                $"The role of group '{group.Name}' was renamed to '{role.Name}' in {world.Target} by somebody. Select the row to give it the group's name again.", Effect.RenameRole);
        return new(row with { Changes = changes }, role.Id, true);
    }

    private RoleDecision Unlinked(RoleGroupState group)
    {
        if (group.Picked.RoleId is { } chosen)
        {
            return Chosen(group, chosen);
        }

        if (world.Roles.Catalog.MadeFor(group.Picked.Anchor) is { Enabled: true } made)
        {
            return new(Row(
                group, RowStatus.Bind, Reason.CreatedEarlier, made.Id,
                $"Role '{made.Name}' was made for group '{group.Name}' by an earlier sync whose answer was lost; they will be bound.", Effect.Link, selected: true), made.Id, true);
        }

        if (world.Roles.Groups.FirstOrDefault(other => other != group && other is { IsThere: true, Link: null, Picked.RoleId: null } && CanonicalText.NameKey(other.Name) == CanonicalText.NameKey(group.Name)) is { } twin)
        {
            return new(Row(
                group, RowStatus.Conflict, Reason.AmbiguousSource, null,
                $"Two picked groups are called '{group.Name}' ({Where(group)} and {Where(twin)}), and both would be one role. Name the role of each in RoleTargets."), null, false);
        }

        var named = world.Roles.Catalog.Named(group.Name).Where(role => role.Enabled && !IsAnothers(role.Id, group)).ToList();
        return named switch
        {
            [] => group.People.Count == 0 && !world.Policy.CreateEmptyRoles
                ? new(Row(group, RowStatus.Deferred, Reason.MembersWait, null, $"Group '{group.Name}' has nobody in it; its role is made when somebody is."), null, false)
                : new(Row(
                    group, RowStatus.New, Reason.NewGroup, null, $"Group '{group.Name}' of {group.Key.System} has no role in {world.Target} yet; it will be made.", Effect.CreateRole, selected: true) with
                    {
                        Changes = [new FieldChange(AttributeNames.Name, null, group.Name)],
                    }, null, true),
            [var one] => new(Row(
                group, RowStatus.Bind, Reason.SameName, one.Id,
                $"{world.Target} has a role '{one.Name}', made by somebody. Select the row to keep group '{group.Name}' in it; members it has already stay.", Effect.Link), one.Id, true),
            _ => new(Row(
                group, RowStatus.Conflict, Reason.AmbiguousTarget, null,
                $"{world.Target} has several roles '{group.Name}': {string.Join(", ", named.Select(role => role.Id))}. Name the one that is meant in RoleTargets."), null, false),
        };
    }

    /// <summary>Whether a role belongs to another group: bound to it, named for it, or made for it by a sync whose answer was lost.</summary>
    private bool IsAnothers(string roleId, RoleGroupState group) => world.Roles.Groups.Any(other =>
        other != group && (other.Link?.AccountId ?? ChosenFor(other) ?? world.Roles.Catalog.MadeFor(other.Picked.Anchor)?.Id) == roleId);

    /// <summary>The id of the role that the configuration names for a group, by its id or else by its name.</summary>
    private string? ChosenFor(RoleGroupState group) => group.Picked.RoleId is not { } chosen ? null
        : world.Roles.Catalog.Find(chosen) is { } byId ? byId.Id
        : world.Roles.Catalog.Named(chosen) is [var only] ? only.Id : chosen;

    /// <summary>A role that the configuration names, by its id or else by its name. Once bound it is followed by its id, whatever it is called.</summary>
    private RoleDecision Chosen(RoleGroupState group, string chosen)
    {
        List<RoleFace> found = world.Roles.Catalog.Find(chosen) is { } byId ? [byId] : [.. world.Roles.Catalog.Named(chosen)];
        return found.Where(role => role.Enabled).ToList() switch
        {
            [var picked] => new(Row(
                group, RowStatus.Bind, Reason.RolePicked, picked.Id,
                $"Role '{picked.Name}' of {world.Target} is named for group '{group.Name}' in RoleTargets; they will be bound. Members it has already stay.", Effect.Link, selected: true), picked.Id, true),
            [] => new(Row(
                group, RowStatus.Conflict, Reason.RoleMissing, chosen,
                $"RoleTargets names role {chosen} for group '{group.Name}', which {world.Target} does not have, or has switched off. Correct the id."), null, false),
            var several => new(Row(
                group, RowStatus.Conflict, Reason.AmbiguousTarget, null,
                $"RoleTargets names role '{chosen}' for group '{group.Name}', and {world.Target} has several of that name: {string.Join(", ", several.Select(role => role.Id))}. Name the id of the one that is meant."), null, false),
        };
    }

    private static string Where(RoleGroupState group) => group.State?.Attributes[AttributeNames.Address] ?? group.Picked.Anchor;

    private PlanRow Row(RoleGroupState group, RowStatus status, Reason reason, string? roleId, string text, Effect? effect = null, bool selected = false) => new()
    {
        Id = IdOf(world, group.Key),
        Kind = RowKind.Role,
        Status = status,
        Situation = Situation.None,
        Reason = reason,
        Text = text,
        Selected = selected,
        Source = group.State is { } state ? draft.SourceOf(state) : null,
        Target = roleId is null ? null : TargetOf(roleId, group),
        Effects = effect is { } one ? [one] : [],
        Group = group.Picked.Anchor,
    };

    private RowTarget TargetOf(string roleId, RoleGroupState? group) => new(roleId, world.Roles.Catalog.Find(roleId)?.Name ?? group?.Name, null, false);
}
