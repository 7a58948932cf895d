using Microsoft.Extensions.DependencyInjection;
using SyncEngine.EmbeddedPostgres;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>A store on a private server, as the documents show it.</summary>
internal static class EmbeddedPostgresSample
{
    internal static async Task<string> RunAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        // sample: embedded-postgres
        await using var server = await EmbeddedPostgresServer.StartAsync(options, cancellationToken);
        var services = new ServiceCollection();
        services.AddSyncEngine(engine => engine.UseMarten(server.ConnectionString));
        // end
        await using var provider = services.BuildServiceProvider();
        var lines = new List<string>();
        await foreach (var check in provider.GetRequiredService<ISyncEngine>().CheckAsync(null, cancellationToken))
        {
            lines.Add($"{check.Subject} {check.Check}: {check.Status}");
        }

        return string.Join('\n', lines);
    }
}
