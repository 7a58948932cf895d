using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Writes down that a plan was applied, and under which policy. People may decide about the plan or the sync meanwhile; that is kept.</summary>
internal sealed class AppliedPlan(IPlanStore plans, SyncStateStore policies, RunJournal journal)
{
    private const int AttemptsMax = 5;

    /// <param name="plan">The plan.</param>
    /// <param name="by">Who applied it.</param>
    /// <param name="run">The run.</param>
    /// <param name="policy">The policy it was applied under.</param>
    /// <param name="policyWaits">Whether rows that only the changed policy explains were not let through: then people are measured by the one before.</param>
    internal async Task RecordAsync(Plan plan, Actor by, RunId run, Fingerprint policy, bool policyWaits)
    {
        for (var attempt = 1; ; attempt++)
        {
            var view = (await plans.FindAsync(plan.Id, CancellationToken.None).ConfigureAwait(false))!;
            var state = await policies.LoadAsync(plan.Sync, CancellationToken.None).ConfigureAwait(false);
            var ended = new List<StreamAppend> { new(StreamName.Plan(plan.Id), view.Version, [new PlanApplied(run)]) };
            var ofSync = new List<IEngineEvent>();
            if ((state.AppliedFingerprint != policy || state.HasEndedBefore(plan.Id.MadeAt)) && !policyWaits)
            {
                ofSync.Add(new PolicyApplied(policy, plan.Id));
            }

            if (!state.Opened && by != Actor.Engine)
            {
                ofSync.Add(new SyncOpened(plan.Id, by));
            }

            if (ofSync.Count > 0)
            {
                ended.Add(new StreamAppend(StreamName.Sync(plan.Sync), state.Version, ofSync));
            }

            try
            {
                await journal.AppendAsync(ended, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (ConcurrentAppendException) when (attempt < AttemptsMax)
            {
                // An approval, a choice or an exclusion came in between: its version is read again.
            }
        }
    }

    /// <summary>
    /// Whether rows that only a changed policy explains wait: held, or not among those that this run was about. One that a person left out by name does not.
    /// </summary>
    internal static bool PolicyWaits(IEnumerable<PlanRow> planned, RowSelection selection, IEnumerable<RowOutcome> outcomes)
    {
        var untouched = outcomes.Where(outcome => outcome.Result is RowResult.Held or RowResult.NotSelected).Select(outcome => outcome.RowId)
            .ToHashSet(StringComparer.Ordinal);
        return planned.Any(row => row is { Reason: Reason.PolicyChanged, Selected: true }
            && untouched.Contains(row.Id) && !selection.Exclude.Contains(row.Id, StringComparer.Ordinal));
    }
}
