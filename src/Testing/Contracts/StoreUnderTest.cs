using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing.Contracts;

/// <summary>The ports of one empty store, and how to be rid of it.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly Func<ValueTask> dispose;

    private StoreUnderTest(
        IEventStore events, IKnownEntries known, IEntryQueries entries, IStateHistory history, IPlanStore plans, IRunQueries runs, IRunLock runLock, Func<ValueTask> dispose)
    {
        (Events, Known, Entries, History, Plans, Runs, Lock) = (events, known, entries, history, plans, runs, runLock);
        this.dispose = dispose;
    }

    /// <summary>The log.</summary>
    public IEventStore Events { get; }

    /// <summary>The index and the states.</summary>
    public IKnownEntries Known { get; }

    /// <summary>Questions about entries.</summary>
    public IEntryQueries Entries { get; }

    /// <summary>States from the events.</summary>
    public IStateHistory History { get; }

    /// <summary>Plans.</summary>
    public IPlanStore Plans { get; }

    /// <summary>Runs.</summary>
    public IRunQueries Runs { get; }

    /// <summary>The lock of runs.</summary>
    public IRunLock Lock { get; }

    /// <summary>Wraps a store that is all ports in one object.</summary>
    /// <param name="store">An empty store.</param>
    /// <param name="dispose">Called after the test; null when there is nothing to do.</param>
    public static StoreUnderTest Of<TStore>(TStore store, Func<ValueTask>? dispose = null)
        where TStore : IEventStore, IKnownEntries, IEntryQueries, IStateHistory, IPlanStore, IRunQueries, IRunLock =>
        new(store, store, store, store, store, store, store, dispose ?? (() => ValueTask.CompletedTask));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => dispose();
}
