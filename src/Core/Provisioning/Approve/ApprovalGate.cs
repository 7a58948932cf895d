using System.Globalization;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 7, approve: called by the pipeline before anything is written; says whether a plan may be applied and whether an approval lets held
/// rows through; must never let an approval of one fingerprint count for another.
/// </summary>
internal sealed class ApprovalGate(IPlanStore plans, TimeProvider time, SyncEngineOptions bounds)
{
    /// <exception cref="PlanException">There is no such plan.</exception>
    internal async Task<(Plan Plan, PlanView View)> LoadAsync(PlanId id, CancellationToken cancellationToken)
    {
        var plan = await plans.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var view = await plans.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return plan is null || view is null
            ? throw new PlanException("PlanUnknown", $"There is no plan {id}.", "List the plans of the sync and choose one of them.") { Plan = id }
            : (plan, view);
    }

    /// <exception cref="PlanException">The plan was applied, superseded, or is too old.</exception>
    internal void EnsureApplicable(PlanView view)
    {
        switch (view.Status)
        {
            case PlanStatus.Applied:
                throw new PlanException("PlanApplied", $"Plan {view.Id} was applied already.", "Prepare a new one.") { Plan = view.Id };
            case PlanStatus.Superseded:
                throw new PlanException("PlanSuperseded", $"Plan {view.Id} was superseded by a newer one.", "Look at the newest plan of the sync and apply that.") { Plan = view.Id };
            case PlanStatus.Rejected:
                throw new PlanException(
                    "PlanRejected", $"Plan {view.Id} was rejected by {view.Rejection!.By}: {view.Rejection.Reason}", "Prepare a new one.") { Plan = view.Id };
        }

        var age = time.GetUtcNow() - view.Prepared!.PreparedAt;
        if (age > bounds.PlanAgeMax)
        {
            throw new PlanException(
                "PlanTooOld",
                string.Create(CultureInfo.InvariantCulture, $"Plan {view.Id} is {age.TotalHours:0} hours old; at most {bounds.PlanAgeMax.TotalHours:0} are allowed."),
                "Prepare a new one.") { Plan = view.Id };
        }
    }

    internal bool IsApproved(Plan plan, PlanView view) => view.IsApproved(plan.Fingerprint, time.GetUtcNow());
}
