using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

// Plans as JSON; how plans and runs stand is folded from their streams when asked.
public sealed partial class InMemoryStore
{
    private readonly Dictionary<PlanId, string> plans = [];

    /// <inheritdoc />
    public Task SaveAsync(
        Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        cancellationToken.ThrowIfCancellationRequested();
        StreamAppend.EnsureValid(appends);
        var json = StoredJson.Write(plan);
        lock (gate)
        {
            if (plans.ContainsKey(plan.Id))
            {
                throw new ConcurrentAppendException(StreamName.Plan(plan.Id), 0);
            }

            Append(appends, metadata);
            plans.Add(plan.Id, json);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(plans.TryGetValue(plan, out var json) ? StoredJson.Read<Plan>(json) : null);
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
}
