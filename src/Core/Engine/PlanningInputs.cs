using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Puts together what a plan is computed from beside the states: of now, or as of a past sequence, by the same rule.</summary>
internal sealed class PlanningInputs(StateReader states)
{
    internal async Task<PlanningInput> OfAsync(
        SyncName sync, SyncState state, IReadOnlyList<Receipt> reads, DateTimeOffset at, string engine, CancellationToken cancellationToken)
    {
        var policy = state.Policy ?? throw new InvalidOperationException($"Sync '{sync}' has no policy yet.");
        var excluded = state.ExclusionsAt(at);
        var people = await states.LoadAsync([.. excluded.Keys.Where(key => key.System == policy.Source && key.Kind == EntryKind.Account)], cancellationToken).ConfigureAwait(false);
        return new PlanningInput
        {
            Sync = sync,
            Policy = policy,
            AppliedPolicy = state.AppliedPolicy,
            Excluded = excluded,
            Filters = state.FiltersAt(at),
            Lifted = state.Lifted,
            RemovedFilters = [.. state.RemovedFilters.Values],
            Expired = state.ExpiredAt(at),
            ExpiredFilters = state.ExpiredFiltersAt(at),
            InactiveSince = await states.InactiveSinceAsync(people.Values, cancellationToken).ConfigureAwait(false),
            At = at,
            Consents = state.Consents,
            Reads = reads,
            Engine = engine,
        };
    }
}
