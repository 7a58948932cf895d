using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

// Plans and runs.
internal sealed partial class MartenStore
{
    private const int PagesAtOnce = 50;

    public Task<IPlanWriter> BeginAsync(PlanId plan, CancellationToken cancellationToken) => Task.FromResult<IPlanWriter>(new PlanWriter(this));

    public async Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken) =>
        (await DocumentsAsync<PlanDocument>(sql.Plan, [plan.ToString()], cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false))?.Header;

    public async IAsyncEnumerable<PlanRow> ReadRowsAsync(
        PlanId plan, RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = await DocumentsAsync<PlanDocument>(sql.Plan, [plan.ToString()], cancellationToken)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var given = 0;
        foreach (var pages in (stored?.PageIds ?? []).Chunk(PagesAtOnce))
        {
            await foreach (var page in DocumentsAsync<PlanRowsDocument>(sql.PlanRows, [pages], cancellationToken).ConfigureAwait(false))
            {
                foreach (var row in page.Rows.Where(row => (query.Statuses.IsDefault || query.Statuses.Contains(row.Status))
                    && (query.Ids.IsDefault || query.Ids.Contains(row.Id, StringComparer.Ordinal))
                    && (query.After is null || CodePointOrder.Comparer.Compare(row.Place, query.After) > 0)))
                {
                    if (given++ < (query.Max ?? int.MaxValue))
                    {
                        yield return row;
                    }
                }
            }
        }
    }

    private sealed class PlanWriter(MartenStore store) : IPlanWriter
    {
        private readonly List<PlanRow> rows = [];

        public Task AddAsync(IReadOnlyList<PlanRow> rows, CancellationToken cancellationToken)
        {
            this.rows.AddRange(rows);
            return Task.CompletedTask;
        }

        public Task CommitAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
        {
            StreamAppend.EnsureValid(appends);
            var ordered = rows.OrderBy(row => row.Place, CodePointOrder.Comparer).ToList();
            return store.CommitAsync(
                appends,
                metadata,
                session =>
                {
                    session.Insert(PlanDocument.Of(plan));
                    session.Insert(PlanRowsDocument.Of(plan.Id, ordered));
                },
                cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
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
