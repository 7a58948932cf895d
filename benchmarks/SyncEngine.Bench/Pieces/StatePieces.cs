using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Stores.Marten;

namespace SyncEngine.Bench.Pieces;

/// <summary>What is known, read and made again: the index for observing, states of the past, everyone's state from events.</summary>
internal static class StatePieces
{
    internal static async Task<PieceResult> KnownAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var known = services.GetRequiredService<IKnownEntries>();
        await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(cancellationToken);
        return await Measured.RunAsync(async () =>
        {
            long entries = 0;
            await foreach (var entry in known.ReadIndexAsync(new SystemName(BigCompany.Directory), cancellationToken))
            {
                entries += entry.Fingerprint == Fingerprint.None ? 0 : 1;
            }

            return entries;
        });
    }

    internal static async Task<PieceResult> ReplayAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var store = services.GetRequiredService<IEventStore>();
        await store.ReadLastSequenceAsync(cancellationToken);
        return await Measured.RunAsync(async () =>
        {
            var states = new Dictionary<EntryKey, EntryState>();
            await foreach (var recorded in store.ReadAllAsync(0, arguments.Sequence, cancellationToken))
            {
                if (recorded.Stream.TryEntry() is { } key)
                {
                    states[key] = EntryEvolution.Evolve(states.GetValueOrDefault(key) ?? EntryEvolution.Initial(key), recorded.Event);
                }
            }

            return states.Count;
        });
    }

    internal static async Task<PieceResult> RebuildMartenAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(OrdinaryMarten.Tuned(arguments.Connection));
        await using var marten = OrdinaryMarten.Make(source);
        return await Measured.RunAsync(async () =>
        {
            using var daemon = await marten.BuildProjectionDaemonAsync();
            await daemon.RebuildProjectionAsync<EntryProjection>(TimeSpan.FromHours(2), cancellationToken);
            return 0;
        });
    }
}
