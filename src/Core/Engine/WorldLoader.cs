using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Loads what a plan is computed from, and the sequence of the store it corresponds to.</summary>
internal sealed class WorldLoader(IEventStore store, IEntryQueries entries)
{
    private const int AttemptsMax = 5;

    internal async Task<(PlanningInput Input, long Sequence)> LoadAsync(
        SyncName sync, SyncState state, IReadOnlyList<Receipt> reads, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var policy = state.Policy ?? throw new InvalidOperationException($"Sync '{sync}' has no policy yet.");
        for (var attempt = 1; ; attempt++)
        {
            var sequence = await store.ReadLastSequenceAsync(cancellationToken).ConfigureAwait(false);
            var source = await AllAsync(policy.Source, cancellationToken).ConfigureAwait(false);
            var target = await AllAsync(policy.Target, cancellationToken).ConfigureAwait(false);

            // Another sync may share a system and append meanwhile; a plan must be computed from one point of the history.
            if (await store.ReadLastSequenceAsync(cancellationToken).ConfigureAwait(false) == sequence || attempt == AttemptsMax)
            {
                return (Input(sync, state, policy, source, target, reads, at), sequence);
            }
        }
    }

    internal static PlanningInput Input(
        SyncName sync, SyncState state, SyncPolicy policy, IReadOnlyList<EntryState> source, IReadOnlyList<EntryState> target,
        IReadOnlyList<Receipt> reads, DateTimeOffset at) => new()
        {
            Sync = sync,
            Policy = policy,
            AppliedPolicy = state.AppliedPolicy,
            Excluded = state.ExclusionsAt(at),
            Source = source,
            Target = target,
            Reads = reads,
            Engine = EngineVersion.Text,
        };

    private async Task<List<EntryState>> AllAsync(SystemName system, CancellationToken cancellationToken)
    {
        var all = new List<EntryState>();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            await foreach (var entry in entries.ReadAllAsync(system, kind, cancellationToken).ConfigureAwait(false))
            {
                all.Add(entry);
            }
        }

        return all;
    }
}
