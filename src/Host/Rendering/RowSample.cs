using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Rows of one tab that have status and reason in common: the first of them, and how many more there are.</summary>
internal sealed record RowGroup(RowStatus Status, Reason Reason, IReadOnlyList<PlanRow> Rows, int More);

/// <summary>Chooses what is shown of a long tab: a few rows for each reason, so that no reason is hidden behind a common one.</summary>
internal static class RowSample
{
    internal static IReadOnlyList<RowGroup> Of(IEnumerable<PlanRow> rows, int max, int sameReasonMax)
    {
        var groups = rows.GroupBy(row => (row.Status, row.Reason))
            .OrderBy(group => group.Key.Status).ThenBy(group => group.Key.Reason)
            .Select(group => (group.Key, Rows: group.ToList()))
            .ToList();
        var shares = Shares([.. groups.Select(group => Math.Min(group.Rows.Count, sameReasonMax))], max);
        return
        [
            .. groups.Select((group, i) => new RowGroup(
                group.Key.Status, group.Key.Reason, group.Rows[..shares[i]], group.Rows.Count - shares[i])),
        ];
    }

    /// <summary>One more for each group in turn, until there is nothing left to give or to show; every group gets one.</summary>
    private static int[] Shares(int[] sizes, int max)
    {
        if (sizes.Sum(size => (long)size) <= max)
        {
            return sizes;
        }

        var shares = new int[sizes.Length];
        var left = Math.Max(max, sizes.Length);
        while (left > 0)
        {
            for (var i = 0; i < sizes.Length && left > 0; i++)
            {
                if (shares[i] < sizes[i])
                {
                    shares[i]++;
                    left--;
                }
            }
        }

        return shares;
    }
}
