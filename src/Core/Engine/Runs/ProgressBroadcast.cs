using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine;

/// <summary>Progress at the engine's edge.</summary>
internal sealed class ProgressBroadcast(ILogger<ProgressBroadcast>? logger = null) : IDisposable
{
    private readonly Broadcast<ProgressStep> steps = new(logger ?? NullLogger<ProgressBroadcast>.Instance);

    internal IObservable<ProgressStep> Steps => steps.Items;

    internal void Report(ProgressStep step) => steps.Tell(step);

    public void Dispose() => steps.Dispose();
}
