namespace SyncEngine;

/// <summary>One at a time: what several rows that are being applied share is touched by one of them only. First come, first served.</summary>
internal sealed class Turn : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Waits for the turn; disposing what comes back ends it. Not cancellable: what was sent must be recorded.</summary>
    internal async ValueTask<IDisposable> TakeAsync()
    {
        await one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        return new Taken(one);
    }

    public void Dispose() => one.Dispose();

    private sealed class Taken(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
