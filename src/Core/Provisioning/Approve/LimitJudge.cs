using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 7, approve, its pure half: called by the planner with the rows; says which limits hold them back, the same in preview and apply; must
/// never drop or change a row beyond naming the limit on it. Whole numbers, strictly more: exactly at the limit passes.
/// </summary>
internal static class LimitJudge
{
    /// <summary>The name of the limit that changed policy rows wait at: they always need an approval of their own.</summary>
    internal const string PolicyChangedLimit = "BlockPolicyChanged";

    /// <summary>The limit for Block reasons that have none of their own.</summary>
    internal const string BlockLimit = "Block";

    internal static (ImmutableArray<PlanRow> Rows, ImmutableArray<HeldLimit> Held) Judge(
        ImmutableArray<PlanRow> rows, SyncPolicy policy, int ownedActiveLinks)
    {
        var held = rows
            .Where(row => row.Selected && NameOf(row) is not null)
            .GroupBy(row => NameOf(row)!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Exceeded(group.Key, group.Count(), policy, ownedActiveLinks))
            .OfType<HeldLimit>()
            .ToImmutableArray();
        if (held.Length == 0)
        {
            return (rows, held);
        }

        var names = held.Select(h => h.Limit).ToHashSet(StringComparer.Ordinal);
        return ([.. rows.Select(row => row.Selected && NameOf(row) is { } name && names.Contains(name) ? row with { Held = name } : row)], held);
    }

    /// <summary>The limits a policy may name.</summary>
    internal static ImmutableArray<string> Names { get; } =
    [
        BlockLimit, "BlockDisabled", "BlockDeleted", "BlockAbsent", "BlockOutOfScope", "BlockOutsideUnits", PolicyChangedLimit, "New", "Update", "Unblock", "Bind",
    ];

    private static string? NameOf(PlanRow row) => (row.Kind, row.Status, row.Reason) switch
    {
        (RowKind.User, RowStatus.Block, Reason.SourceDisabled) => "BlockDisabled",
        (RowKind.User, RowStatus.Block, Reason.SourceDeleted) => "BlockDeleted",
        (RowKind.User, RowStatus.Block, Reason.SourceAbsent) => "BlockAbsent",
        (RowKind.User, RowStatus.Block, Reason.OutOfScope) => "BlockOutOfScope",
        (RowKind.User, RowStatus.Block, Reason.OutsideUnits) => "BlockOutsideUnits",
        (RowKind.User, RowStatus.Block, Reason.PolicyChanged) => PolicyChangedLimit,
        (RowKind.User, RowStatus.New, _) => "New",
        (RowKind.User, RowStatus.Update, _) => "Update",
        (RowKind.User, RowStatus.Unblock, _) => "Unblock",
        (RowKind.User, RowStatus.Bind, _) => "Bind",
        _ => null,
    };

    private static HeldLimit? Exceeded(string name, int count, SyncPolicy policy, int ownedActiveLinks)
    {
        if (name == PolicyChangedLimit)
        {
            return new HeldLimit(name, count, ownedActiveLinks, 0, null);
        }

        var limit = policy.Limits.GetValueOrDefault(name)
            ?? (name.StartsWith(BlockLimit, StringComparison.Ordinal) ? policy.Limits.GetValueOrDefault(BlockLimit) : null);
        if (limit is null)
        {
            return null;
        }

        var tooMany = limit.Max is { } max && count > max;
        var tooLarge = limit.Percent is { } percent && count > limit.Floor && 100L * count > (long)percent * ownedActiveLinks;
        return tooMany || tooLarge ? new HeldLimit(name, count, ownedActiveLinks, limit.Max, limit.Percent) : null;
    }
}
