using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Stores a prepared plan with its story: it supersedes the plans that wait, keeps what was said of rows
/// that are the same, and an approval that was given to the very same plan.</summary>
internal sealed class PlanKeeper(IPlanStore plans, TimeProvider time)
{
    private const int WaitingMax = 20;

    /// <summary>The newest plan of the sync, whose choices are to be carried over.</summary>
    internal async Task<ChoiceCarrier> CarryAsync(SyncName sync, CancellationToken cancellationToken) =>
        new(await plans.ListAsync(sync, 1, cancellationToken).ConfigureAwait(false) is [var newest, ..] ? newest : null);

    /// <exception cref="ConcurrentAppendException">Somebody approved, chose or rejected meanwhile: plan again.</exception>
    internal async Task CommitAsync(IPlanWriter writer, Plan plan, ChoiceCarrier carrier, RunJournal journal, CancellationToken cancellationToken)
    {
        var waiting = (await plans.ListAsync(plan.Sync, WaitingMax, cancellationToken).ConfigureAwait(false))
            .Where(view => view.Status is PlanStatus.Prepared or PlanStatus.Approved)
            .ToList();
        var story = new List<IEngineEvent>
        {
            new PlanPrepared(
                plan.Sync, plan.Fingerprint, plan.Inputs, plan.Sequence, plan.Engine, plan.PreparedAt,
                plan.Counts.ByStatus.ToImmutableSortedDictionary(c => c.Key.ToString(), c => c.Value, StringComparer.Ordinal)),
        };
        if (plan.Held.Length > 0)
        {
            story.Add(new PlanHeld(plan.Held));
        }

        if (waiting.Select(view => view.Approval).OfType<PlanApproved>()
            .FirstOrDefault(a => a.Fingerprint == plan.Fingerprint && a.Until > time.GetUtcNow()) is { } approval)
        {
            story.Add(approval);
        }

        if (carrier.Kept is { Length: > 0 } choices)
        {
            story.Add(new PlanRowsChosen(choices));
        }

        var appends = waiting
            .Select(view => new StreamAppend(
                StreamName.Plan(view.Id), view.Id == carrier.From?.Id ? carrier.From.Version : view.Version, [new PlanSuperseded(plan.Id)]))
            .Prepend(new StreamAppend(StreamName.Plan(plan.Id), 0, story))
            .ToList();
        await writer.CommitAsync(plan, appends, journal.Metadata, cancellationToken).ConfigureAwait(false);
        journal.Count(appends);
    }
}
