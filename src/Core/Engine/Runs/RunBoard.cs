using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Which runs are under way in this process, so that others can wait for them or take part in what they read.</summary>
internal sealed class RunBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<SyncName, BoardedRun> runs = [];

    /// <summary>Told when a prepare begins, before it reads anything.</summary>
    internal Action<SyncName, BoardedRun>? PrepareBegan { get; set; }

    internal BoardedRun? Find(SyncName sync)
    {
        lock (gate)
        {
            return runs.GetValueOrDefault(sync);
        }
    }

    /// <summary>Called with the lock of the sync held.</summary>
    internal BoardedRun Begin(SyncName sync, RunPurpose purpose)
    {
        var run = new BoardedRun(purpose);
        lock (gate)
        {
            runs[sync] = run;
        }

        if (purpose == RunPurpose.Prepare)
        {
            PrepareBegan?.Invoke(sync, run);
        }

        return run;
    }

    /// <summary>Called when the lock is let go. The plan is that of a prepare that came to its end.</summary>
    internal void End(SyncName sync, BoardedRun run, Plan? plan)
    {
        lock (gate)
        {
            if (runs.GetValueOrDefault(sync) == run)
            {
                runs.Remove(sync);
            }
        }

        run.End(plan);
    }
}

/// <summary>One run under way in this process.</summary>
internal sealed class BoardedRun(RunPurpose purpose)
{
    private readonly TaskCompletionSource<Plan?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool reading = true;

    /// <summary>Whether it prepares a plan, and still reads: who joins it now gets a plan that is as new as one of his own.</summary>
    internal bool CanBeJoined => purpose == RunPurpose.Prepare && reading;

    /// <summary>Ends with the run; the plan it prepared, or null when it prepared none or failed.</summary>
    internal Task<Plan?> Ended => ended.Task;

    internal void ReadingEnded() => reading = false;

    internal void End(Plan? plan) => ended.TrySetResult(plan);
}
