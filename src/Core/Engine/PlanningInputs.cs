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
        return new PlanningInput
        {
            Sync = sync,
            Policy = policy,
            AppliedPolicy = state.AppliedPolicy,
            Excluded = excluded,
            Filters = state.FiltersAt(at),
            Lifted = state.Lifted,
            RemovedFilters = [.. state.RemovedFilters.Values],
            InactiveSince = await InactiveSinceAsync(excluded.Keys.Where(key => policy.Sources.Contains(key.System)), cancellationToken).ConfigureAwait(false),
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

    /// <summary>Since when some people are not active; those who are, or were never seen, are not in the answer.</summary>
    internal async Task<ImmutableSortedDictionary<EntryKey, DateTimeOffset>> InactiveSinceAsync(IEnumerable<EntryKey> people, CancellationToken cancellationToken)
    {
        var since = ImmutableSortedDictionary.CreateBuilder<EntryKey, DateTimeOffset>();
        foreach (var state in (await states.LoadAsync([.. people.Where(key => key.Kind == EntryKind.Account)], cancellationToken).ConfigureAwait(false)).Values)
        {
            if (!PlanningWorld.IsActive(state) && await LastActiveAsync(state.Key, cancellationToken).ConfigureAwait(false) is { } at)
            {
                since[state.Key] = at;
            }
        }

        return since.ToImmutable();
    }

    private async Task<DateTimeOffset?> LastActiveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        var state = EntryEvolution.Initial(key);
        DateTimeOffset? since = null;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Entry(key), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Sequence > upTo)
            {
                break;
            }

            state = EntryEvolution.Evolve(state, recorded.Event);
            since = PlanningWorld.IsActive(state) ? null : since ?? recorded.At;
        }

        return since;
    }
}
