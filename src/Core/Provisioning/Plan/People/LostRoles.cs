using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The roles that a block of ours took from an account: an unblock gives back the sign-in only. Pure.</summary>
internal static class LostRoles
{
    /// <summary>The ids: as they were before the block that lasts, or what is still owed after an unblock.</summary>
    internal static ImmutableArray<string> Of(AccountLink link) =>
        link.BlockedByEngine ? link.BeforeImage?.Values(AttributeNames.Roles) ?? [] : link.RolesOwed;

    /// <summary>
    /// Those of them that are there and that the account is not in, in order of ids. None when somebody gave access back by hand: what such a person did
    /// not give back may be meant so.
    /// </summary>
    internal static ImmutableArray<RowRole> ToRestore(EntryState person, EntryState account, AccountLink link, PlanningWorld world) => account.Enabled && link.BlockedByEngine ? [] :
    [
        .. Of(link)
            .Where(role => world.IsGivenBack(role, person, link.AccountId))
            .Select(world.Correlator.Role)
            .OfType<EntryState>()
            .Where(role => role.Enabled && !role.Members.Contains(link.AccountId, StringComparer.Ordinal))
            .OrderBy(role => role.Key)
            .Select(role => new RowRole(role.Key.Anchor, role.Attributes[AttributeNames.Name])),
    ];
}
