using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Finds the blocks of the newest plan that a plan of more than a day ago proposed already: those people kept access all the while. It does not matter how
/// many plans came in between, nor that others of their rows were applied. Rows that a person left out do not count.
/// </summary>
internal sealed class OverdueBlocks(IPlanStore plans, TimeProvider time)
{
    /// <summary>The page asks for a sync at least once a day.</summary>
    internal static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    /// <summary>More than a day of plans at the shortest interval.</summary>
    private const int PlansLookedMax = 2_000;

    internal async Task<IReadOnlyList<PlanRow>> ListAsync(SyncName sync, CancellationToken cancellationToken)
    {
        var views = (await plans.ListAsync(sync, PlansLookedMax, cancellationToken).ConfigureAwait(false)).Where(view => view.Prepared is not null).ToList();
        if (views is not [{ Status: not PlanStatus.Applied } newest, ..])
        {
            return [];
        }

        var dayAgo = time.GetUtcNow() - WaitMax;
        var old = views.FirstOrDefault(view => view.Prepared!.PreparedAt < dayAgo);
        if (old is null || Blocks(newest) == 0 || Blocks(old) == 0)
        {
            return [];
        }

        var then = await RowsAsync(old.Id, cancellationToken).ConfigureAwait(false);
        var ids = then.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return (await RowsAsync(newest.Id, cancellationToken).ConfigureAwait(false))
            .Where(row => ids.Contains(row.Id) && newest.Choices.GetValueOrDefault(row.Id) is not { Taken: false })
            .ToList();
    }

    private static int Blocks(PlanView view) => view.Prepared!.Counts.GetValueOrDefault(nameof(RowStatus.Block));

    private async Task<List<PlanRow>> RowsAsync(PlanId plan, CancellationToken cancellationToken)
    {
        var rows = new List<PlanRow>();
        var query = new RowQuery { Statuses = [RowStatus.Block] };
        await foreach (var row in plans.ReadRowsAsync(plan, query, cancellationToken).ConfigureAwait(false))
        {
            if (row.Selected)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
