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
    /// <param name="approved">Whether an approval was in force when the run began; one that has run out, or came later, let nothing through.</param>
    internal async Task RecordAsync(Plan plan, Actor by, RunId run, Fingerprint policy, bool approved)
    {
        for (var attempt = 1; ; attempt++)
        {
            var view = (await plans.FindAsync(plan.Id, CancellationToken.None).ConfigureAwait(false))!;
            var state = await policies.LoadAsync(plan.Sync, CancellationToken.None).ConfigureAwait(false);
            var ended = new List<StreamAppend> { new(StreamName.Plan(plan.Id), view.Version, [new PlanApplied(run)]) };
            var ofSync = new List<IEngineEvent>();
            if ((state.AppliedFingerprint != policy || state.HasEndedBefore(plan.Id.MadeAt)) && (approved || !AsksForPolicy(plan)))
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

    /// <summary>Rows that only a changed policy explains were held: as long as nobody approves them, the policy they are measured by is the one before.</summary>
    private static bool AsksForPolicy(Plan plan) => plan.Held.Any(limit => limit.Limit == LimitJudge.PolicyChangedLimit);
}
