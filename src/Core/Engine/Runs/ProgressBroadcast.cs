using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine;

/// <summary>Progress at the engine's edge.</summary>
internal sealed class ProgressFeed(ILogger<ProgressFeed>? logger = null) : IDisposable
{
    private readonly Feed<ProgressStep> steps = new(logger ?? NullLogger<ProgressFeed>.Instance);

    internal IObservable<ProgressStep> Steps => steps.Items;

    internal void Report(ProgressStep step) => steps.Tell(step);

    public void Dispose() => steps.Dispose();
}
