using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Applies of a plan, without a person, the rows that <see cref="SyncOptions.AutoApply"/> names: under the limits, and never against what a person said of
/// a row. Until a person has applied a plan of the sync, no Block, and no New while the target has people whom the engine does not own: such plans are
/// often the work of a wrong configuration.
/// </summary>
internal sealed class AutoApply(ISyncEngine engine, SyncPipeline pipeline, ConnectedSystems systems, IPlanStore plans, TimeProvider time)
{
    private const int PlansLookedMax = 20;

    /// <summary>True when it applied something.</summary>
    internal async Task<bool> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var rules = systems.OptionsOf(plan.Sync).AutoApply.Select(RowRule.TryParse).OfType<RowRule>().ToList();
        if (rules.Count == 0 || await WasRejectedAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (!(await pipeline.Policies.LoadAsync(plan.Sync, cancellationToken).ConfigureAwait(false)).Opened)
        {
            rules.RemoveAll(rule => rule.Status == RowStatus.Block);
            if (rules.Exists(rule => rule.Status == RowStatus.New) && await HasStrangersAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                rules.RemoveAll(rule => rule.Status == RowStatus.New);
            }
        }

        if (rules.Count == 0 || await plans.FindAsync(plan.Id, cancellationToken).ConfigureAwait(false) is not { } view)
        {
            return false;
        }

        var selection = RowSelection.Of(view) with { Rules = [.. rules] };
        var approved = view.IsApproved(plan.Fingerprint, time.GetUtcNow());
        var query = new RowQuery { Statuses = [.. rules.Select(rule => rule.Status).Distinct()] };
        await foreach (var row in engine.ReadRowsAsync(plan.Id, query, cancellationToken).ConfigureAwait(false))
        {
            if (!RowSelection.IsNewDepartment(row) && selection.Selects(row) && (row.Held is null || approved))
            {
                await engine.ApplyAsync(plan.Id, Actor.Engine, selection, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }

        return false;
    }

    /// <summary>What a person turned down is not applied because it was prepared once more.</summary>
    private async Task<bool> WasRejectedAsync(Plan plan, CancellationToken cancellationToken) =>
        (await plans.ListAsync(plan.Sync, PlansLookedMax, cancellationToken).ConfigureAwait(false))
            .Any(view => view.Rejection is not null && view.Prepared?.Fingerprint == plan.Fingerprint);

    /// <summary>Whether the target has accounts of people that the engine does not own, its own account and administrators aside.</summary>
    private async Task<bool> HasStrangersAsync(Plan plan, CancellationToken cancellationToken)
    {
        var target = new SystemName(systems.OptionsOf(plan.Sync).Target);
        var query = new RowQuery { Statuses = [RowStatus.Bind, RowStatus.Conflict, RowStatus.Unmanaged] };
        await foreach (var row in engine.ReadRowsAsync(plan.Id, query, cancellationToken).ConfigureAwait(false))
        {
            if (row is { Kind: RowKind.User, Reason: not Reason.NotAPerson, Target.Id: { } id }
                && await engine.FindStateAsync(new EntryKey(target, EntryKind.Account, id), null, cancellationToken).ConfigureAwait(false) is { } account
                && account.Attributes.Values(AttributeNames.Protection).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
