using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>One run that several wait for. It is cancelled when the last of them stops waiting, and then waited for until it has cleaned up.</summary>
internal sealed class SharedRun : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource nobodyWaits = new();
    private readonly Task<Plan> task;
    private int waiting = 1;
    private volatile BoardedRun? begun;

    /// <summary>Whoever makes it waits for it.</summary>
    internal SharedRun(Func<SharedRun, CancellationToken, Task<Plan>> run) => task = Task.Run(() => run(this, nobodyWaits.Token));

    /// <summary>The run on the board that began first after this was made: it serves all who wait.</summary>
    internal BoardedRun? Begun
    {
        get => begun;
        set => begun = value;
    }

    /// <summary>One more waits; false when it is over or given up.</summary>
    internal bool TryEnter()
    {
        lock (gate)
        {
            if (waiting == 0 || task.IsCompleted)
            {
                return false;
            }

            waiting++;
            return true;
        }
    }

    /// <summary>Called once by each who entered.</summary>
    internal async Task<Plan> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Leave())
            {
                await nobodyWaits.CancelAsync().ConfigureAwait(false);
                await task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                    .ConfigureAwait(false);
                Dispose();
            }
        }
    }

    public void Dispose() => nobodyWaits.Dispose();

    private bool Leave()
    {
        lock (gate)
        {
            return --waiting == 0;
        }
    }
}
