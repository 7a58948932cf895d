using SyncEngine.Model;

namespace SyncEngine;

/// <summary>One run per sync at a time, over any number of hosts. Implemented by the store; let go at once when the holder's process dies.</summary>
public interface IRunLock
{
    /// <summary>Takes the lock, or gives null when another run holds it. Disposing lets go.</summary>
    Task<IAsyncDisposable?> TryAcquireAsync(SyncName sync, CancellationToken cancellationToken);
}
