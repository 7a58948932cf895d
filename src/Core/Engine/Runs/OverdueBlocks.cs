using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Finds the blocks of the newest plan that a plan of more than a day ago proposed already: those people kept access all the while. It does not matter how
/// many plans came in between, nor that others of their rows were applied. Rows that a person left out do not count. For how long somebody waits is told in
/// whole days, by one plan of each day before.
/// </summary>
internal sealed class OverdueBlocks(IPlanStore plans, TimeProvider time)
{
    /// <summary>The page asks for a sync at least once a day.</summary>
    internal static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    /// <summary>More than a day of plans at the shortest interval.</summary>
    private const int PlansLookedMax = 2_000;

    /// <summary>Whoever waits for longer waits too long in any case.</summary>
    private const int DaysMax = 30;

    internal async Task<IReadOnlyList<OverdueBlock>> ListAsync(SyncName sync, CancellationToken cancellationToken)
    {
        var views = (await plans.ListAsync(sync, PlansLookedMax, cancellationToken).ConfigureAwait(false)).Where(view => view.Prepared is not null).ToList();
        if (views is not [{ Status: not PlanStatus.Applied } newest, ..] || Blocks(newest) == 0)
        {
            return [];
        }

        var days = new Dictionary<string, int>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        for (var day = 1; day <= DaysMax; day++)
        {
            var then = views.Find(view => view.Prepared!.PreparedAt < now - (day * WaitMax));
            var waited = then is null || Blocks(then) == 0
                ? []
                : (await RowsAsync(then.Id, cancellationToken).ConfigureAwait(false)).Where(row => day == 1 || days.GetValueOrDefault(row.Id) == day - 1).ToList();
            if (waited.Count == 0)
            {
                break;
            }

            waited.ForEach(row => days[row.Id] = day);
        }

        return days.Count == 0 ? [] :
        [
            .. (await RowsAsync(newest.Id, cancellationToken).ConfigureAwait(false))
                .Where(row => days.ContainsKey(row.Id) && newest.Choices.GetValueOrDefault(row.Id) is not { Taken: false })
                .Select(row => new OverdueBlock(row, days[row.Id])).OrderByDescending(block => block.Days).ThenBy(block => block.Row.Id, StringComparer.Ordinal),
        ];
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
