using SyncEngine.Capture;

namespace SyncEngine.Testing.Contracts;

/// <summary>A source over a system that holds something, and how to be rid of both.</summary>
/// <param name="source">The source. Its system holds at least five records, among them a unit inside a unit.</param>
/// <param name="interrupt">
/// Makes the next readings break after they began (a page, a connection, a file cut short); null when that cannot be done, and the tests
/// of it are skipped.
/// </param>
/// <param name="dispose">Called after the test.</param>
public sealed class SourceUnderTest(ISource source, Func<Task>? interrupt = null, Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    /// <summary>The source.</summary>
    public ISource Source { get; } = source;

    /// <summary>Makes the next readings break after they began.</summary>
    public Func<Task>? Interrupt { get; } = interrupt;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => dispose?.Invoke() ?? ValueTask.CompletedTask;
}
