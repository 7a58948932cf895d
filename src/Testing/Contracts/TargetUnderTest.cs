using SyncEngine.Capture;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing.Contracts;

/// <summary>A target in both roles over a system that may be written to, and how to be rid of it.</summary>
/// <param name="target">The writing role.</param>
/// <param name="source">The reading role of the same system.</param>
/// <param name="writesReceived">How many write requests the system itself has received so far.</param>
/// <param name="dispose">Called after the test.</param>
public sealed class TargetUnderTest(ITarget target, ISource source, Func<int> writesReceived, Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    /// <summary>The writing role.</summary>
    public ITarget Target { get; } = target;

    /// <summary>The reading role.</summary>
    public ISource Source { get; } = source;

    /// <summary>How many write requests the system itself has received so far.</summary>
    public Func<int> WritesReceived { get; } = writesReceived;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => dispose?.Invoke() ?? ValueTask.CompletedTask;
}
