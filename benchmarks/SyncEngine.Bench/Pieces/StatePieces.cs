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

    /// <summary>Everyone's state as of a sequence, in order of keys.</summary>
    internal static async Task<PieceResult> ReplayAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var history = services.GetRequiredService<IStateHistory>();
        await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(cancellationToken);
        return await Measured.RunAsync(async () =>
        {
            long states = 0;
            foreach (var kind in Enum.GetValues<EntryKind>())
            {
                await foreach (var state in history.ReadAsync(new SystemName(BigCompany.Directory), kind, arguments.Sequence, cancellationToken))
                {
                    states += state.Version > 0 ? 1 : 0;
                }
            }

            return states;
        });
    }

    /// <summary>One person's state as of a sequence, many times; gives how many times.</summary>
    internal static async Task<PieceResult> ReplayOneAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        const int Times = 200;
        await using var services = BenchEngine.Build(arguments);
        var history = services.GetRequiredService<IStateHistory>();
        for (var warm = 0; warm < Times; warm++)
        {
            await OneAsync(warm);
        }

        return await Measured.RunAsync(async () =>
        {
            for (var i = 0; i < Times; i++)
            {
                await OneAsync(i);
            }

            return Times;
        });

        async Task OneAsync(int i)
        {
            var key = new EntryKey(new SystemName(BigCompany.Directory), EntryKind.Account, BigCompany.PersonId(i * 7 % arguments.Size).ToString("D"));
            if ((await history.LoadAsync([key], arguments.Sequence, cancellationToken)).Count != 1)
            {
                throw new BenchException("A person's past state was not found.");
            }
        }
    }

    internal static async Task<PieceResult> RebuildAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var history = services.GetRequiredService<IStateHistory>();
        await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(cancellationToken);
        return await Measured.RunAsync(async () => (await history.RebuildAsync(cancellationToken)).Entries);
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
