using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Puts together what a plan is computed from beside the states: of now, or as of a past sequence, by the same rule.</summary>
internal sealed class PlanningInputs(IEventStore store, StateReader states, long upTo = long.MaxValue)
{
    internal async Task<PlanningInput> OfAsync(
        SyncName sync, SyncState state, IReadOnlyList<Receipt> reads, DateTimeOffset at, string engine, CancellationToken cancellationToken)
    {
        var policy = state.Policy ?? throw new InvalidOperationException($"Sync '{sync}' has no policy yet.");
        var excluded = state.ExclusionsAt(at);
        var people = await states.LoadAsync([.. excluded.Keys.Where(key => policy.Sources.Contains(key.System) && key.Kind == EntryKind.Account)], cancellationToken).ConfigureAwait(false);
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
            NeverRead = await NeverReadAsync(policy, reads, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<ImmutableArray<SystemName>> NeverReadAsync(SyncPolicy policy, IReadOnlyList<Receipt> reads, CancellationToken cancellationToken)
    {
        var never = ImmutableArray.CreateBuilder<SystemName>();
        foreach (var source in policy.Sources.Length == 1 ? [] : policy.Sources.Where(source => reads.Any(read => read.System == source && !read.Complete)))
        {
            var known = false;
            await foreach (var recorded in store.ReadStreamAsync(StreamName.System(source), cancellationToken).ConfigureAwait(false))
            {
                known |= recorded.Sequence <= upTo && recorded.Event is SystemKnown;
            }

            if (!known)
            {
                never.Add(source);
            }
        }

        return never.ToImmutable();
    }
}
