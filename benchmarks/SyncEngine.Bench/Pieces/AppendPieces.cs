using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Bench.Pieces;

/// <summary>The append part of a first import alone: by the store, and by an ordinary Marten session. Only appending is on the clock.</summary>
internal static class AppendPieces
{
    private const int StreamsOfSession = 1_000;

    private static readonly EventMetadata Metadata = new(new RunId(new Guid("11111111-2222-3333-4444-555555555555")), Actor.Engine);

    internal static async Task<PieceResult> StoreAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var store = services.GetRequiredService<IEventStore>();
        await store.ReadLastSequenceAsync(cancellationToken); // opens the store
        var batch = services.GetRequiredService<IOptions<SyncEngineOptions>>().Value.AppendBatchSize;
        return await TimeAsync(services, batch, appends => store.AppendAsync(appends, Metadata, cancellationToken), cancellationToken);
    }

    internal static async Task<PieceResult> SessionAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(cancellationToken); // makes the tables
        await using var source = NpgsqlDataSource.Create(OrdinaryMarten.Tuned(arguments.Connection));
        await using var marten = OrdinaryMarten.Make(source);
        return await TimeAsync(
            services,
            StreamsOfSession,
            async appends =>
            {
                await using var session = marten.LightweightSession();
                session.CorrelationId = Metadata.Run.ToString();
                session.LastModifiedBy = Metadata.Actor.Name;
                foreach (var append in appends)
                {
                    session.Events.StartStream(append.Stream.Value, append.Events);
                }

                await session.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static async Task<PieceResult> TimeAsync(
        IServiceProvider services, int batch, Func<IReadOnlyList<StreamAppend>, Task> append, CancellationToken cancellationToken)
    {
        var source = services.GetRequiredKeyedService<ISource>(BigCompany.Directory);
        var watch = new Stopwatch();
        long streams = 0;
        await foreach (var appends in AppendsAsync(source, batch, cancellationToken))
        {
            watch.Start();
            await append(appends);
            watch.Stop();
            streams += appends.Count;
        }

        return Measured.Of(watch.Elapsed, streams);
    }

    private static async IAsyncEnumerable<IReadOnlyList<StreamAppend>> AppendsAsync(
        ISource source, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var appends = new List<StreamAppend>(size);
        await foreach (var batch in source.ReadAsync(new ReadRequest(), cancellationToken))
        {
            foreach (var record in batch.Records)
            {
                var observed = Observer.Observe(source.Name, record);
                appends.Add(new StreamAppend(StreamName.Entry(observed.Key), 0, EntryDecider.Decide(null, observed)));
                if (appends.Count == size)
                {
                    yield return appends;
                    appends = new List<StreamAppend>(size);
                }
            }
        }

        if (appends.Count > 0)
        {
            yield return appends;
        }
    }
}
