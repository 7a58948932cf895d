using System.Reactive.Subjects;
using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Update now: joins the reading under way in this process, or queues exactly one run for all who ask until it begins. Waits for runs that cannot be
/// joined, on other hosts too. The run ends when nobody waits for it any more.
/// </summary>
internal sealed class UpdateNow : IDisposable
{
    /// <summary>How often the lock of another host is tried.</summary>
    internal static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<SyncName, SharedRun> queued = [];
    private readonly Subject<Plan> prepared = new();
    private readonly RunBoard board;
    private readonly IServiceProvider services;
    private readonly TimeProvider time;

    public UpdateNow(RunBoard board, IServiceProvider services, TimeProvider time)
    {
        this.board = board;
        this.services = services;
        this.time = time;
        board.PrepareBegan = Begun;
    }

    public void Dispose() => prepared.Dispose();

    /// <summary>The plans that came of it; the same one may come more than once.</summary>
    internal IObservable<Plan> Prepared => prepared;

    /// <summary>As a person asks for it.</summary>
    internal async Task<Plan> JoinOrQueueAsync(SyncName sync, CancellationToken cancellationToken)
    {
        if (board.Find(sync) is { CanBeJoined: true } running
            && await running.Ended.WaitAsync(cancellationToken).ConfigureAwait(false) is { } plan)
        {
            return Tell(plan);
        }

        // What was joined failed or was cancelled; that was somebody else's run, and this one is still asked for.
        return Tell(await QueueAsync(sync, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A run that begins after this call. For those who know that something changed just now.</summary>
    internal Task<Plan> QueueAsync(SyncName sync, CancellationToken cancellationToken)
    {
        SharedRun run;
        lock (gate)
        {
            if (!queued.TryGetValue(sync, out run!) || !run.TryEnter())
            {
                run = new SharedRun((self, token) => RunAsync(sync, self, token));
                queued[sync] = run;
            }
        }

        return run.WaitAsync(cancellationToken);
    }

    private async Task<Plan> RunAsync(SyncName sync, SharedRun self, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<ISyncEngine>();
        while (true)
        {
            // Any prepare that began after this was asked for is as good as one of its own, if it comes to its end.
            if (self.Begun is { } begun && await begun.Ended.WaitAsync(cancellationToken).ConfigureAwait(false) is { } plan)
            {
                return plan;
            }

            if (board.Find(sync) is { } before)
            {
                await before.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                return await engine.PrepareAsync(sync, cancellationToken).ConfigureAwait(false);
            }
            catch (PlanException e) when (e.Code == PlanException.RunUnderWay)
            {
                if (board.Find(sync) is null)
                {
                    await Task.Delay(LookAgain, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private Plan Tell(Plan plan)
    {
        lock (gate)
        {
            prepared.OnNext(plan);
        }

        return plan;
    }

    /// <summary>The queue is empty as soon as a prepare begins: who asks later wants what is read later, or joins.</summary>
    private void Begun(SyncName sync, BoardedRun run)
    {
        lock (gate)
        {
            if (queued.Remove(sync, out var waiting))
            {
                waiting.Begun = run;
            }
        }
    }
}
