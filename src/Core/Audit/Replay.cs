using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Computes a plan again from nothing but the events up to the point it was computed from.</summary>
internal sealed class Replay(IEventStore store, IStateHistory history)
{
    internal async Task<ReplayReport> RunAsync(PlanId plan, CancellationToken cancellationToken)
    {
        var prepared = await PreparedAsync(plan, cancellationToken).ConfigureAwait(false);
        var upTo = prepared.Event.Sequence;
        var sync = SyncState.Initial;
        var reads = new List<Receipt>();
        long events = 0;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Sync(prepared.Event.Sync), cancellationToken).ConfigureAwait(false))
        {
            sync = recorded.Sequence <= upTo ? SyncState.Evolve(sync, recorded) : sync;
            events += recorded.Sequence <= upTo ? 1 : 0;
        }

        await foreach (var recorded in store.ReadStreamAsync(StreamName.Run(prepared.Metadata.Run), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Sequence <= upTo)
            {
                events++;
                Read(recorded.Event, reads);
            }
        }

        if (sync.Policy is null)
        {
            throw NotReplayable(plan, "its sync has no policy among the events before it");
        }

        var states = StateReader.AsOf(history, store, upTo);
        var input = await new PlanningInputs(store, states, upTo).OfAsync(
            prepared.Event.Sync, sync, reads, prepared.Event.PreparedAt, prepared.Event.Engine, cancellationToken).ConfigureAwait(false);
        var planning = new Planning(states);
        using var planner = await planning.SurveyAsync(input, cancellationToken).ConfigureAwait(false);
        var content = await planning.PlanAsync(planner, _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        return new ReplayReport(
            plan, prepared.Event.Fingerprint, content.Fingerprint, events + planning.Seen.Events, planning.Seen.Entries, prepared.Event.Engine);
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
