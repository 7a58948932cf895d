using Microsoft.Extensions.DependencyInjection;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>Registers the in-memory store.</summary>
public static class InMemoryStoreBuilderExtensions
{
    /// <summary>Keeps everything in memory until the process ends: for tests and trials, never for production.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="store">A store to share or to look into; a new one when null, with the host's <see cref="TimeProvider"/> if it has one.</param>
    /// <exception cref="ConfigurationException">The host has named another store already.</exception>
    public static ISyncEngineBuilder UseInMemoryStore(this ISyncEngineBuilder builder, InMemoryStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(services => store ?? new InMemoryStore(services.GetService<TimeProvider>()));
    }
}
