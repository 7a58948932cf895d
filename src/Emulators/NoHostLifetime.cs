using Microsoft.Extensions.Hosting;

namespace SyncEngine.Emulators;

/// <summary>The emulator lives inside another process: Ctrl+C and signals belong to that one, not to the web host in here.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
