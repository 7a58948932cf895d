using Microsoft.Extensions.DependencyInjection;
using SyncEngine.EmbeddedPostgres;
using SyncEngine.History;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>A store on a private server, as the documents show it. Gives the last sequence of the new store.</summary>
internal static class EmbeddedPostgresSample
{
    internal static async Task<long> RunAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        // sample: embedded-postgres
        await using var server = await EmbeddedPostgresServer.StartAsync(options, cancellationToken);
        var services = new ServiceCollection();
        services.AddSyncEngine(engine => engine.UseMarten(server.ConnectionString));
        // end
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<IEventStore>().ReadLastSequenceAsync(cancellationToken);
    }
}
