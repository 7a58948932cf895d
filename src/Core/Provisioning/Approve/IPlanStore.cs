using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Keeps plans: a header each, its rows one by one, its story as events.</summary>
public interface IPlanStore
{
    /// <summary>Begins to store a plan while it is still being computed. Nothing is there for others until it is committed.</summary>
    Task<IPlanWriter> BeginAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>A plan without its rows, or null.</summary>
    Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>Rows of a plan, in order of <see cref="PlanRow.Place"/>; none when there is no such plan. Streams.</summary>
    IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery query, CancellationToken cancellationToken);

    /// <summary>How one plan stands, or null.</summary>
    Task<PlanView?> FindAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>The newest plans of a sync, newest first.</summary>
    Task<IReadOnlyList<PlanView>> ListAsync(SyncName sync, int max, CancellationToken cancellationToken);
}

/// <summary>One plan on its way into the store. Disposed without a commit, nothing of it stays.</summary>
public interface IPlanWriter : IAsyncDisposable
{
    /// <summary>Adds rows, in any order. Each row's id is new to the plan.</summary>
    Task AddAsync(IReadOnlyList<PlanRow> rows, CancellationToken cancellationToken);

    /// <summary>Stores the header with all rows added, and appends events, in one transaction. Called once, last.</summary>
    /// <exception cref="ConcurrentAppendException">A stream has another version than expected, or the plan is there already. Nothing was stored.</exception>
    Task CommitAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken);
}
