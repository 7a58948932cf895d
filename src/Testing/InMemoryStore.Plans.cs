using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

// Plans as JSON; how plans and runs stand is folded from their streams when asked.
public sealed partial class InMemoryStore
{
    private readonly Dictionary<PlanId, StoredPlan> plans = [];

    /// <inheritdoc />
    public Task<IPlanWriter> BeginAsync(PlanId plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IPlanWriter>(new PlanWriter(this));
    }

    /// <inheritdoc />
    public Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(plans.TryGetValue(plan, out var stored) ? StoredJson.Read<Plan>(stored.Header) : null);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PlanRow> ReadRowsAsync(
        PlanId plan, RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask.ConfigureAwait(false);
        IEnumerable<StoredRow> rows;
        lock (gate)
        {
            rows = plans.TryGetValue(plan, out var stored) ? stored.Rows : [];
        }

        var wanted = rows
            .Where(row => query.Statuses.IsDefault || query.Statuses.Contains(row.Status))
            .Where(row => query.Ids.IsDefault || query.Ids.Contains(row.Id, StringComparer.Ordinal))
            .Where(row => query.After is null || CodePointOrder.Comparer.Compare(row.Place, query.After) > 0);
        foreach (var row in query.Max is { } max ? wanted.Take(max) : wanted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return StoredJson.Read<PlanRow>(row.Json);
        }
    }

    /// <inheritdoc />
    public Task<PlanView?> FindAsync(PlanId plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(streams.TryGetValue(StreamName.Plan(plan), out var events) ? PlanOf(plan, events) : null);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<PlanView>> ListAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return Task.FromResult(Newest("plan", max, (id, events) => PlanOf(new PlanId(id), events), view => view.Prepared?.Sync == sync));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return Task.FromResult(Newest("run", max, (id, events) => RunOf(new RunId(id), events), view => view.Sync == sync));
    }

    private static PlanView PlanOf(PlanId id, IEnumerable<StoredEvent> events) =>
        events.Aggregate(PlanView.Initial(id), (view, stored) => PlanView.Evolve(view, stored.Event()));

    private static RunView RunOf(RunId id, IEnumerable<StoredEvent> events) =>
        events.Aggregate(RunView.Initial(id), (view, stored) => RunView.Evolve(view, stored.Event(), stored.At));

    /// <summary>Newest first means: the stream that began last comes first.</summary>
    private IReadOnlyList<T> Newest<T>(
        string category, int max, Func<Guid, IEnumerable<StoredEvent>, T> fold, Func<T, bool> wanted)
    {
        lock (gate)
        {
            return
            [
                .. streams.Where(stream => stream.Key.Category == category)
                    .OrderByDescending(stream => stream.Value[0].Sequence)
                    .Select(stream => fold(Guid.Parse(stream.Key.Value[(category.Length + 1)..]), stream.Value))
                    .Where(wanted)
                    .Take(max),
            ];
        }
    }

    private sealed record StoredPlan(string Header, ImmutableArray<StoredRow> Rows);

    private sealed record StoredRow(string Place, string Id, RowStatus Status, string Json);

    private sealed class PlanWriter(InMemoryStore store) : IPlanWriter
    {
        private readonly List<StoredRow> rows = [];

        public Task AddAsync(IReadOnlyList<PlanRow> rows, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            this.rows.AddRange(rows.Select(row => new StoredRow(row.Place, row.Id, row.Status, StoredJson.Write(row))));
            return Task.CompletedTask;
        }

        public Task CommitAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(plan);
            cancellationToken.ThrowIfCancellationRequested();
            StreamAppend.EnsureValid(appends);
            var stored = new StoredPlan(StoredJson.Write(plan), [.. rows.OrderBy(row => row.Place, CodePointOrder.Comparer)]);
            lock (store.gate)
            {
                if (store.plans.ContainsKey(plan.Id))
                {
                    throw new ConcurrentAppendException(StreamName.Plan(plan.Id), 0);
                }

                store.Append(appends, metadata);
                store.plans.Add(plan.Id, stored);
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
