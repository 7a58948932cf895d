using SyncEngine.Model;

namespace SyncEngine.Testing;

// One run per sync at a time.
public sealed partial class InMemoryStore
{
    private readonly HashSet<SyncName> running = [];

    /// <inheritdoc />
    public Task<IAsyncDisposable?> TryAcquireAsync(SyncName sync, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult<IAsyncDisposable?>(running.Add(sync) ? new Held(this, sync) : null);
        }
    }

    private sealed class Held(InMemoryStore store, SyncName sync) : IAsyncDisposable
    {
        private bool released;

        public ValueTask DisposeAsync()
        {
            lock (store.gate)
            {
                // A second disposal must not let go of a lock that another run took meanwhile.
                if (!released)
                {
                    released = true;
                    store.running.Remove(sync);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
