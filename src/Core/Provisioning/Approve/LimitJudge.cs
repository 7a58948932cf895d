using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 7, approve, its pure half: called by the planner with the rows; says which limits hold them back, the same in preview and apply; must
/// never drop or change a row beyond naming the limit on it. Whole numbers, strictly more: exactly at the limit passes.
/// </summary>
internal sealed class LimitJudge
{
    /// <summary>The name of the limit that changed policy rows wait at: they always need an approval of their own.</summary>
    internal const string PolicyChangedLimit = "BlockPolicyChanged";

    /// <summary>The limit for updates that changed rules alone explain; where it is not configured, that of all updates.</summary>
    internal const string UpdatePolicyChangedLimit = "UpdatePolicyChanged";

    /// <summary>The limit for Block reasons that have none of their own.</summary>
    internal const string BlockLimit = "Block";

    /// <summary>The limit for members that a role loses, each role by itself.</summary>
    internal const string RoleMembersLimit = "RoleMembers";

    private readonly Dictionary<string, int> members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Takes note of a row.</summary>
    internal void See(PlanRow row)
    {
        if (row.Selected && NameOf(row) is { } name)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>Takes note of how many members a role has: what the share it loses is of.</summary>
    internal void SeeRole(string roleId, int count) => members[roleId] = count;

    /// <summary>The limits that the rows seen exceed.</summary>
    internal ImmutableArray<HeldLimit> Held(SyncPolicy policy, int ownedActiveLinks) =>
        [.. counts.Select(count => Exceeded(count.Key, count.Value, policy, BaseOf(count.Key, ownedActiveLinks))).OfType<HeldLimit>()];

    /// <summary>Names on a row the limit that holds it back. Stored rows carry no such name: whether one is held shows only when all are known.</summary>
    internal static PlanRow Mark(PlanRow row, ImmutableArray<HeldLimit> held) =>
        held.Length > 0 && row.Selected && NameOf(row) is { } name && held.Any(limit => limit.Limit == name) ? row with { Held = name } : row;

    /// <summary>The limits a policy may name.</summary>
    internal static ImmutableArray<string> Names { get; } =
    [
        BlockLimit, RoleMembersLimit, "BlockDisabled", "BlockDeleted", "BlockAbsent", "BlockOutOfScope", "BlockOutsideUnits", PolicyChangedLimit, "New", "Update", UpdatePolicyChangedLimit, "Unblock", "Bind",
    ];

    /// <summary>The limit that a row counts for, or null.</summary>
    internal static string? NameOf(PlanRow row) => (row.Kind, row.Status, row.Reason) switch
    {
        (RowKind.User, RowStatus.Block, Reason.SourceDisabled) => "BlockDisabled",
        (RowKind.User, RowStatus.Block, Reason.SourceDeleted) => "BlockDeleted",
        (RowKind.User, RowStatus.Block, Reason.SourceAbsent) => "BlockAbsent",
        (RowKind.User, RowStatus.Block, Reason.OutOfScope) => "BlockOutOfScope",
        (RowKind.User, RowStatus.Block, Reason.OutsideUnits) => "BlockOutsideUnits",
        (RowKind.User, RowStatus.Block, Reason.PolicyChanged) => PolicyChangedLimit,
        (RowKind.User, RowStatus.New, _) => "New",
        (RowKind.User, RowStatus.Update, Reason.PolicyChanged) => UpdatePolicyChangedLimit,
        (RowKind.User, RowStatus.Update, _) => "Update",
        (RowKind.User, RowStatus.Unblock, _) => "Unblock",
        (RowKind.User, RowStatus.Bind, _) => "Bind",
        (RowKind.Membership, _, Reason.MemberRemoved) => $"{RoleMembersLimit}:{row.Target?.Id}",
        _ => null,
    };

    private int BaseOf(string name, int ownedActiveLinks) =>
        name.StartsWith(RoleMembersLimit, StringComparison.Ordinal) ? members.GetValueOrDefault(name[(RoleMembersLimit.Length + 1)..]) : ownedActiveLinks;

    private static HeldLimit? Exceeded(string name, int count, SyncPolicy policy, int whole)
    {
        if (name == PolicyChangedLimit)
        {
            return new HeldLimit(name, count, whole, 0, null);
        }

        var limit = policy.Limits.GetValueOrDefault(name.StartsWith(RoleMembersLimit, StringComparison.Ordinal) ? RoleMembersLimit : name)
            ?? (name.StartsWith(BlockLimit, StringComparison.Ordinal) ? policy.Limits.GetValueOrDefault(BlockLimit) : null)
            ?? (name == UpdatePolicyChangedLimit ? policy.Limits.GetValueOrDefault("Update") : null);
        if (limit is null)
        {
            return null;
        }

        var tooMany = limit.Max is { } max && count > max;
        var tooLarge = limit.Percent is { } percent && count > limit.Floor && 100L * count > (long)percent * whole;
        return tooMany || tooLarge ? new HeldLimit(name, count, whole, limit.Max, limit.Percent) : null;
    }
}
