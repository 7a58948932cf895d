using System.Collections.Immutable;

namespace SyncEngine.Provisioning;

/// <summary>A role whose members are kept in step with groups.</summary>
/// <param name="RoleId">Its id; null when it is made by this plan.</param>
/// <param name="Groups">The groups that feed it.</param>
internal sealed record FedRole(string? RoleId, ImmutableArray<FeedingGroup> Groups);

/// <summary>A group that feeds a role.</summary>
/// <param name="Group">The group.</param>
/// <param name="Row">The group's own row; null when its role needs nothing.</param>
internal sealed record FeedingGroup(RoleGroupState Group, PlanRow? Row);

/// <summary>What was decided of one group that is kept as a role.</summary>
/// <param name="Row">Its row; null when its role needs nothing.</param>
/// <param name="RoleId">The role it is kept in; null when there is none yet.</param>
/// <param name="KeepsMembers">Whether the members of the role are kept in step by this plan.</param>
internal sealed record RoleDecision(PlanRow? Row, string? RoleId, bool KeepsMembers);
