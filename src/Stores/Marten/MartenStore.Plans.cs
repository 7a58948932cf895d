using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

// Plans and runs.
internal sealed partial class MartenStore
{
    private const int PagesAtOnce = 50;

    public Task SaveAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        StreamAppend.EnsureValid(appends);
        return CommitAsync(
            appends,
            metadata,
            session =>
            {
                session.Insert(PlanDocument.Of(plan));
                session.Insert(PlanRowsDocument.Of(plan));
            },
            cancellationToken);
    }

    public async Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken)
    {
        var stored = await DocumentsAsync<PlanDocument>(sql.Plan, [plan.ToString()], cancellationToken)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }

        var rows = new List<PlanRow>(stored.Pages * PlanRowsDocument.RowsMax);
        foreach (var pages in stored.PageIds.Chunk(PagesAtOnce))
        {
            await foreach (var page in DocumentsAsync<PlanRowsDocument>(sql.PlanRows, [pages], cancellationToken).ConfigureAwait(false))
            {
                rows.AddRange(page.Rows);
            }
        }

        return stored.Header with { Rows = [.. rows] };
    }

    public async Task<PlanView?> FindAsync(PlanId plan, CancellationToken cancellationToken) =>
        (await DocumentsAsync<PlanViewDocument>(sql.PlanView, [StreamName.Plan(plan).Value], cancellationToken)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false))?.View;

    public async Task<IReadOnlyList<PlanView>> ListAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return await DocumentsAsync<PlanViewDocument>(sql.PlanViews, [sync.Value, (long)max], cancellationToken)
            .Select(plan => plan.View).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return await DocumentsAsync<RunViewDocument>(sql.RunViews, [sync.Value, (long)max], cancellationToken)
            .Select(run => run.View).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
