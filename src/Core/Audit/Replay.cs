using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Computes a plan again from nothing but the events up to the point it was computed from.</summary>
internal sealed class Replay(IEventStore store)
{
    internal async Task<ReplayReport> RunAsync(PlanId plan, CancellationToken cancellationToken)
    {
        var prepared = await PreparedAsync(plan, cancellationToken).ConfigureAwait(false);
        var entries = new Dictionary<EntryKey, EntryState>();
        var sync = SyncState.Initial;
        var reads = new List<Receipt>();
        var runStream = StreamName.Run(prepared.Metadata.Run);
        var syncStream = StreamName.Sync(prepared.Event.Sync);
        long events = 0;
        await foreach (var recorded in store.ReadAllAsync(0, prepared.Event.Sequence, cancellationToken).ConfigureAwait(false))
        {
            events++;
            if (recorded.Stream == syncStream)
            {
                sync = SyncState.Evolve(sync, recorded.Event);
            }
            else if (recorded.Stream == runStream)
            {
                Read(recorded.Event, reads);
            }
            else if (recorded.Stream.TryEntry() is { } key)
            {
                entries[key] = EntryEvolution.Evolve(entries.GetValueOrDefault(key) ?? EntryEvolution.Initial(key), recorded.Event);
            }
        }

        var policy = sync.Policy ?? throw NotReplayable(plan, "its sync has no policy among the events before it");
        var input = new PlanningInput
        {
            Sync = prepared.Event.Sync,
            Policy = policy,
            AppliedPolicy = sync.AppliedPolicy,
            Excluded = sync.ExclusionsAt(prepared.Event.PreparedAt),
            Source = [.. entries.Values.Where(e => e.Key.System == policy.Source)],
            Target = [.. entries.Values.Where(e => e.Key.System == policy.Target)],
            Reads = reads,
            Engine = prepared.Event.Engine,
        };
        return new ReplayReport(plan, prepared.Event.Fingerprint, Planner.Prepare(input).Fingerprint, events, entries.Count, prepared.Event.Engine);
    }

    private static void Read(IEngineEvent happened, List<Receipt> reads)
    {
        var receipt = happened switch
        {
            ReadCompleted e => e.Receipt,
            ReadIncomplete e => e.Receipt,
            _ => null,
        };
        if (receipt is not null)
        {
            reads.Add(receipt);
        }
    }

    private async Task<(PlanPrepared Event, EventMetadata Metadata)> PreparedAsync(PlanId plan, CancellationToken cancellationToken)
    {
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Plan(plan), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Event is PlanPrepared prepared)
            {
                return (prepared, recorded.Metadata);
            }
        }

        throw NotReplayable(plan, "there is no such plan");
    }

    private static PlanException NotReplayable(PlanId plan, string why) =>
        new("PlanUnknown", $"Plan {plan} cannot be computed again: {why}.", "List the plans of the sync and choose one of them.") { Plan = plan };
}
