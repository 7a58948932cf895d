using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

// Plans and runs.
internal sealed partial class MartenStore
{
    public async Task<IPlanWriter> BeginAsync(PlanId plan, CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await database.GuardAsync(() => PlanWriter.BeginAsync(this, plan, sql.CopyPlanRows, connection, cancellationToken)).ConfigureAwait(false);
    }

    public async Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken) =>
        (await DocumentsAsync<PlanDocument>(sql.Plan, [plan.ToString()], cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false))?.Header;

    public IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (text, parameters) = sql.PlanRows(plan, query);
        return DocumentsAsync<PlanRow>(text, parameters, cancellationToken);
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
