using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// The cycle of one sync: waits for a tick, a change hint, or a plan that Update now prepared; prepares, applies what may be applied without a person,
/// tells what a person must know. One thing at a time, and nothing piles up.
/// </summary>
internal sealed class SyncCycle(
    SyncName sync, ScheduleOptions schedule, ISyncEngine engine, ConnectedSystems systems, UpdateNow updates, ChangeHints changes, AutoApply autoApply,
    Alerts alerts, Notifier notifier, Instruments instruments, TimeProvider time, ILogger<SyncCycle>? logger = null)
{
    /// <summary>Hints of this long after the first one are answered by one run.</summary>
    internal static readonly TimeSpan HintsGathered = TimeSpan.FromSeconds(30);

    private readonly ILogger log = logger ?? NullLogger<SyncCycle>.Instance;
    private readonly TimeSpan interval = schedule.Every ?? systems.OptionsOf(sync).Prepare;
    private readonly Channel<Wake> wakes = Channel.CreateUnbounded<Wake>(new UnboundedChannelOptions { SingleReader = true });
    private RunView? lastSeen;
    private PlanId? answered;
    private int failures;
    private int hinted;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var waits = new Subject<TimeSpan>();
        using var subscription = Merged(waits).Subscribe(wake => wakes.Writer.TryWrite(wake));
        waits.OnNext(TimeSpan.Zero);
        try
        {
            await foreach (var wake in wakes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (IsNothingNew(wake))
                {
                    continue;
                }

                var started = time.GetTimestamp();
                var wait = await AnswerAsync(wake, cancellationToken).ConfigureAwait(false);
                var (left, skipped) = Pace.Left(wait, time.GetElapsedTime(started));
                Skipped(skipped);
                waits.OnNext(left);
                notifier.Tell(new ScheduledStart(sync, time.GetUtcNow() + left, failures));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Each wait takes the place of the one before; hints that come together wake once.</summary>
    private IObservable<Wake> Merged(IObservable<TimeSpan> waits)
    {
        var scheduler = new TimeProviderScheduler(time);
        var options = systems.OptionsOf(sync);
        return Observable.Merge(
            waits.Select(wait => Observable.Timer(wait, scheduler)).Switch().Select(_ => new Wake(WakeKind.Tick)),
            changes.Systems.Where(system => options.Sources.Contains(system.Value, StringComparer.Ordinal) || system.Value == options.Target)
                .Take(1).SelectMany(_ => Observable.Timer(HintsGathered, scheduler)).Repeat()
                .Where(_ => Interlocked.Exchange(ref hinted, 1) == 0).Select(_ => new Wake(WakeKind.Hint)),
            updates.Prepared.Where(plan => plan.Sync == sync).Select(plan => new Wake(WakeKind.Updated, plan)));
    }

    /// <summary>A plan that was answered already, since Update now joined its reading; and hints while runs fail, which wait for the next try.</summary>
    private bool IsNothingNew(Wake wake)
    {
        if (wake.Kind == WakeKind.Hint)
        {
            Interlocked.Exchange(ref hinted, 0);
        }

        return wake.Kind == WakeKind.Hint ? failures > 0 : wake.Plan is { } plan && plan.Id == answered;
    }

    /// <summary>Gives how long to wait from the start of this answer to the next tick.</summary>
    private async Task<TimeSpan> AnswerAsync(Wake wake, CancellationToken cancellationToken)
    {
        try
        {
            if (wake.Kind == WakeKind.Tick && await SparedAsync(cancellationToken).ConfigureAwait(false) is { Ticks: > 0 } left)
            {
                return left;
            }

            var plan = await PlanAsync(wake, cancellationToken).ConfigureAwait(false);
            failures = 0;
            if (wake.Kind == WakeKind.Tick && plan is null && await SparedAsync(cancellationToken).ConfigureAwait(false) is { Ticks: > 0 } meanwhile)
            {
                return meanwhile;
            }

            if (plan is not null)
            {
                answered = plan.Id;
                await ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
                await RememberAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A schedule that ends by an error of one run would be worse than any error.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Failed(error);
        }

        await AlertAsync(cancellationToken).ConfigureAwait(false);
        return Pace.After(failures, interval);
    }

    /// <summary>Another host that prepared a plan since we last looked spares us a run.</summary>
    private async Task<TimeSpan> SparedAsync(CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(cancellationToken).ConfigureAwait(false);
        if (newest is null || newest.Id == lastSeen?.Id)
        {
            return TimeSpan.Zero;
        }

        lastSeen = newest;
        var left = Pace.Spared(time.GetUtcNow() - newest.StartedAt, interval);
        if (left > TimeSpan.Zero)
        {
            Log.Spared(log, sync, newest.Id);
        }

        return left;
    }

    private Task<RunView?> NewestAsync(CancellationToken cancellationToken) =>
        RunViews.NewestPreparedAsync(max => engine.ListRunsAsync(sync, max, cancellationToken));

    private async Task RememberAsync(CancellationToken cancellationToken) =>
        lastSeen = await NewestAsync(cancellationToken).ConfigureAwait(false) ?? lastSeen;

    /// <summary>What was prepared after this spares a run: less than an interval ago, and not seen yet.</summary>
    private DateTimeOffset Since()
    {
        var since = time.GetUtcNow() - interval;
        return lastSeen is { } seen && seen.StartedAt > since ? seen.StartedAt : since;
    }

    private async Task<Plan?> PlanAsync(Wake wake, CancellationToken cancellationToken)
    {
        switch (wake.Kind)
        {
            case WakeKind.Updated:
                return wake.Plan;
            case WakeKind.Hint:
                return await updates.QueueAsync(sync, cancellationToken).ConfigureAwait(false);
            default:
                try
                {
                    // Hosts wake at the same time: the one that has the lock second finds what the first has prepared meanwhile.
                    return await engine.PrepareIfNoneSinceAsync(sync, Since(), cancellationToken).ConfigureAwait(false);
                }
                catch (PlanException e) when (e.Code == PlanException.RunUnderWay)
                {
                    Skipped(1);
                    return null;
                }
        }
    }

    /// <summary>What is left after it waits as a plan of its own: the one applied is done with, and held rows could not be approved any more.</summary>
    private async Task ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            if (await autoApply.RunAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                await engine.PrepareAsync(sync, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PlanException e)
        {
            // A person or another host was first: superseded, applied, rejected, or at work on it.
            Log.NotApplied(log, sync, plan.Id, e.Code);
        }
        catch (ConnectedSystemException e)
        {
            notifier.Tell(NotificationKind.ApplyFailed, sync, $"{e.Code}: {e.Message}", plan.Id);
        }
    }

    private async Task AlertAsync(CancellationToken cancellationToken)
    {
        try
        {
            await alerts.TellAsync(sync, interval * schedule.StaleAfter, cancellationToken).ConfigureAwait(false);
        }
        catch (SyncEngineException error)
        {
            Log.AlertsFailed(log, sync, error);
        }
    }

    private void Failed(Exception error)
    {
        failures++;
        var next = Pace.After(failures, interval);
        Log.CycleFailed(log, sync, failures, next, error);
        notifier.Tell(
            NotificationKind.PrepareFailed, sync,
            $"{(error is SyncEngineException ours ? $"{ours.Code}: {ours.Message}" : error.GetType().Name)} Next try in {next:c}.");
    }

    private void Skipped(int count)
    {
        if (count > 0)
        {
            instruments.CyclesSkipped.Add(count, new KeyValuePair<string, object?>(SyncEngineTelemetry.SyncTag, sync.Value));
        }
    }

    private enum WakeKind
    {
        Tick,
        Hint,
        Updated,
    }

    private sealed record Wake(WakeKind Kind, Plan? Plan = null);
}
