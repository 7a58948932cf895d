using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SyncEngine.EmbeddedPostgres;

namespace SyncEngine.Host;

/// <summary>The private PostgreSQL, started when the store is first used and let go at the end of the command.</summary>
internal sealed class PrivateStore(StoreConfiguration configuration, bool durable) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private EmbeddedPostgresServer? server;

    internal async ValueTask<string> StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            server ??= await EmbeddedPostgresServer.StartAsync(
                new EmbeddedPostgresOptions { DataPath = configuration.DataPath, Durable = durable },
                services.GetRequiredService<ILogger<EmbeddedPostgresServer>>(),
                services.GetRequiredService<TimeProvider>(),
                cancellationToken);
            return server.ConnectionString;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        gate.Dispose();
    }
}
