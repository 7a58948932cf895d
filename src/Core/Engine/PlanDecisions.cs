using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>What people decide about one stored plan: approve it, reject it, take single rows in or out. Each is an event of the plan's stream.</summary>
internal sealed class PlanDecisions(IEventStore store, IPlanStore plans, TimeProvider time, SyncEngineOptions bounds)
{
    private const int AttemptsMax = 5;
    private readonly ApprovalGate gate = new(plans, time, bounds);

    internal Task ApproveAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return DecideAsync(
            plan, by, (stored, _) => Task.FromResult<IEngineEvent>(new PlanApproved(stored.Fingerprint, by, reason, time.GetUtcNow() + bounds.ApprovalAgeMax)),
            cancellationToken);
    }

    internal Task RejectAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return DecideAsync(plan, by, (_, _) => Task.FromResult<IEngineEvent>(new PlanRejected(by, reason)), cancellationToken);
    }

    internal Task ChooseAsync(PlanId plan, Actor by, IReadOnlyList<string> include, IReadOnlyList<string> exclude, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(exclude);
        var taken = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (row, take) in include.Select(row => (row, true)).Concat(exclude.Select(row => (row, false))))
        {
            if (taken.TryGetValue(row, out var before) && before != take)
            {
                throw new PlanException("RowChosenBothWays", $"Row {row} is to be taken in and left out at once.", "Say one of the two.") { Plan = plan };
            }

            taken[row] = take;
        }

        return taken.Count == 0
            ? Task.CompletedTask
            : DecideAsync(plan, by, (_, token) => ChosenAsync(plan, by, taken, token), cancellationToken);
    }

    private async Task<IEngineEvent> ChosenAsync(PlanId plan, Actor by, Dictionary<string, bool> taken, CancellationToken cancellationToken)
    {
        var choices = new List<RowChoice>();
        var query = new RowQuery { Ids = [.. taken.Keys] };
        await foreach (var row in plans.ReadRowsAsync(plan, query, cancellationToken).ConfigureAwait(false))
        {
            if (row.Effects.Length == 0)
            {
                throw new PlanException(
                    "RowHasNoEffect", $"Row {row.Id} is {row.Status} ({row.Reason}) and for information only; nothing of it can be applied.",
                    "Choose rows that change something.") { Plan = plan };
            }

            choices.Add(new RowChoice(row.Id, taken[row.Id], PlanFingerprint.OfRow(row), by));
        }

        var missing = taken.Keys.Except(choices.Select(choice => choice.Row), StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault();
        return missing is null
            ? new PlanRowsChosen([.. choices.OrderBy(choice => choice.Row, StringComparer.Ordinal)])
            : throw new PlanException("RowUnknown", $"Plan {plan} has no row {missing}.", "Take the id from the rows of the plan.") { Plan = plan };
    }

    /// <summary>Appends what is decided. Several people may decide at the same time: then it is decided again, over the plan as it stands.</summary>
    private async Task DecideAsync(PlanId id, Actor by, Func<Plan, CancellationToken, Task<IEngineEvent>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (plan, view) = await gate.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            gate.EnsureApplicable(view);
            var happened = await decide(plan, cancellationToken).ConfigureAwait(false);
            var run = new RunId(Guid.CreateVersion7(time.GetUtcNow()));
            try
            {
                await store.AppendAsync([new StreamAppend(StreamName.Plan(id), view.Version, [happened])], new EventMetadata(run, by), cancellationToken)
                    .ConfigureAwait(false);
                return;
            }
            catch (ConcurrentAppendException) when (attempt < AttemptsMax)
            {
                // Read again: the plan may be superseded by now.
            }
        }
    }
}
