using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The nine verbs in order: read, observe, decide, append, project; plan, approve, apply, record. One run at a time for each sync.</summary>
internal sealed class SyncPipeline(
    ConnectedSystems systems, IEventStore store, IKnownEntries known, IEntryQueries entries, IPlanStore plans, IRunQueries runs, IRunLock runLock,
    EventTypeMap types, ProgressFeed progress, RunBoard board, IOptions<SyncEngineOptions> bounds, TimeProvider time, ILogger<SyncPipeline>? logger = null)
{
    /// <summary>How many runs back the last completed one is looked for, to chain digests.</summary>
    private const int RunsLookedBackMax = 1_000;

    private const int PlanAttemptsMax = 5;

    private readonly ILogger log = logger ?? NullLogger<SyncPipeline>.Instance;
    private readonly SystemCapture capture = new(store, known, bounds.Value, time, logger ?? NullLogger<SyncPipeline>.Instance);
    private readonly SyncStateStore policies = new(store, entries);
    private readonly StateReader states = StateReader.Current(entries, known, store);

    internal SyncStateStore Policies => policies;

    internal async Task<Plan> PrepareAsync(SyncName sync, ReadMode mode, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        return await PrepareAsync(sync, options, mode, await HoldAsync(sync, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks with the lock held: whoever had it before has brought its run to an end.</summary>
    internal async Task<Plan?> PrepareIfNoneSinceAsync(SyncName sync, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        var held = await HoldAsync(sync, cancellationToken).ConfigureAwait(false);
        await using var letGo = held.ConfigureAwait(false);
        var now = time.GetUtcNow();
        var newest = await RunViews.NewestPreparedAsync(max => runs.ListRunsAsync(sync, max, cancellationToken)).ConfigureAwait(false);
        return newest is not null && newest.StartedAt > since && newest.StartedAt <= now
            ? null
            : await PrepareAsync(sync, options, ReadMode.Delta, held, cancellationToken).ConfigureAwait(false);
    }

    private Task<Plan> PrepareAsync(SyncName sync, SyncOptions options, ReadMode mode, IAsyncDisposable held, CancellationToken cancellationToken) =>
        RunAsync(held, sync, Actor.Engine, RunPurpose.Prepare, null, async run =>
        {
            var reads = await CaptureBothAsync(sync, options, mode, run, cancellationToken).ConfigureAwait(false);
            run.OnBoard.ReadingEnded();
            var state = await UpdateAsync(sync, options, run, cancellationToken).ConfigureAwait(false);
            progress.Report(new ProgressStep(run.Id, sync, ProgressStage.Plan, options.Target, 0, null));
            var plan = await PlanAsync(sync, state, reads, run, cancellationToken).ConfigureAwait(false);
            await run.Recorder.CompleteAsync(plan.Id, [], await PreviousDigestAsync(sync, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            progress.Report(new ProgressStep(run.Id, sync, ProgressStage.Done, "", plan.RowCount, plan.RowCount));
            Log.Prepared(log, run.Id, sync, plan.Id, plan.RowCount);
            return plan;
        }, cancellationToken);

    /// <summary>Without a selection: the plan's own rows, as people changed them.</summary>
    internal async Task<ApplyReport> ApplyAsync(PlanId planId, Actor by, RowSelection? selection, CancellationToken cancellationToken)
    {
        var gatekeeper = new ApprovalGate(plans, time, bounds.Value);
        var (plan, view) = await gatekeeper.LoadAsync(planId, cancellationToken).ConfigureAwait(false);
        if (view is { Status: PlanStatus.Applied, AppliedBy: { } appliedBy })
        {
            return new ApplyReport { Run = appliedBy, Plan = plan, AppliedBefore = true };
        }

        var options = systems.OptionsOf(plan.Sync);
        var held = await HoldAsync(plan.Sync, cancellationToken).ConfigureAwait(false);
        return await RunAsync(held, plan.Sync, by, RunPurpose.Apply, planId, async run =>
        {
            // Another host may have applied it between the look above and the lock.
            (plan, view) = await gatekeeper.LoadAsync(planId, cancellationToken).ConfigureAwait(false);
            gatekeeper.EnsureApplicable(view);
            var target = systems.Target(options.Target);
            await target.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            var reads = await CaptureBothAsync(plan.Sync, options, ReadMode.Delta, run, cancellationToken).ConfigureAwait(false);
            var state = await UpdateAsync(plan.Sync, options, run, cancellationToken).ConfigureAwait(false);
            var planning = new Planning(states);
            var input = await InputAsync(plan.Sync, state, reads, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            using var planner = await planning.SurveyAsync(input, cancellationToken).ConfigureAwait(false);
            var now = new List<PlanRow>();
            await planning.PlanAsync(planner, rows => { now.AddRange(rows); return Task.CompletedTask; }, cancellationToken).ConfigureAwait(false);
            var planned = await RowsAsync(plan, cancellationToken).ConfigureAwait(false);
            var approved = gatekeeper.IsApproved(plan, view);
            var gate = new RowGate(planned, now, selection ?? RowSelection.Of(view), approved);
            var executor = new ChangeExecutor(target, error => Log.WriteFailed(log, target.Name, error));
            var roles = await entries.ReadAllAsync(target.Name, EntryKind.Group, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            using var turn = new Turn();
            var scene = new ApplyScene(plan, planner, planning, roles, run.Journal, run.Recorder, executor, store, turn);
            var (outcomes, suspended) = await new PlanApplication(scene, planned, bounds.Value.ConcurrentWritesMax, log).RunAsync(
                gate, (done, total, name) => progress.Report(new ProgressStep(run.Id, plan.Sync, ProgressStage.Apply, name, done, total)), cancellationToken)
                .ConfigureAwait(false);
            await FinishAsync(run, plan, by, state, approved, outcomes, suspended).ConfigureAwait(false);
            return new ApplyReport { Run = run.Id, Plan = plan, Outcomes = outcomes, Suspended = suspended };
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Computes the plan and stores it row by row while it comes. A plan must be computed from one point of the history: when another sync that
    /// shares a system appends meanwhile, again.
    /// </summary>
    private async Task<Plan> PlanAsync(SyncName sync, SyncState state, IReadOnlyList<Receipt> reads, RunInProgress run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var at = time.GetUtcNow();
            var id = new PlanId(Guid.CreateVersion7(at));
            var keeper = new PlanKeeper(plans, time);
            var sequence = await store.ReadLastSequenceAsync(cancellationToken).ConfigureAwait(false);
            var carrier = await keeper.CarryAsync(sync, cancellationToken).ConfigureAwait(false);
            var planning = new Planning(states);
            var input = await InputAsync(sync, state, reads, at, cancellationToken).ConfigureAwait(false);
            using var planner = await planning.SurveyAsync(input, cancellationToken).ConfigureAwait(false);
            var writer = await plans.BeginAsync(id, cancellationToken).ConfigureAwait(false);
            await using var writerScope = writer.ConfigureAwait(false);
            var content = await planning.PlanAsync(planner, rows => { carrier.See(rows); return writer.AddAsync(rows, cancellationToken); }, cancellationToken).ConfigureAwait(false);
            if (attempt < PlanAttemptsMax && await store.ReadLastSequenceAsync(cancellationToken).ConfigureAwait(false) != sequence)
            {
                continue;
            }

            var plan = PlanDocument.Of(sync, run.Id, id, at, sequence, reads, content);
            try
            {
                await keeper.CommitAsync(writer, plan, carrier, run.Journal, cancellationToken).ConfigureAwait(false);
                return plan;
            }
            catch (ConcurrentAppendException) when (attempt < PlanAttemptsMax)
            {
                // Somebody decided about the plan before; it is carried over by planning again.
            }
        }
    }

    /// <summary>The sync's rules as they are now; a filter whose field was not read of everybody lets no plan be made.</summary>
    private async Task<SyncState> UpdateAsync(SyncName sync, SyncOptions options, RunInProgress run, CancellationToken cancellationToken)
    {
        var state = await policies.UpdateAsync(sync, options, run.Journal, cancellationToken).ConfigureAwait(false);
        await new FilterFields(systems, store, entries).EnsureReadAsync(options, state.FiltersAt(time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
        return state;
    }

    private Task<PlanningInput> InputAsync(
        SyncName sync, SyncState state, IReadOnlyList<Receipt> reads, DateTimeOffset at, CancellationToken cancellationToken) =>
        new PlanningInputs(store, states).OfAsync(sync, state, reads, at, EngineVersion.Text, cancellationToken);

    private async Task<List<PlanRow>> RowsAsync(Plan plan, CancellationToken cancellationToken)
    {
        var rows = new List<PlanRow>(plan.RowCount);
        await foreach (var row in plans.ReadRowsAsync(plan.Id, RowQuery.All, cancellationToken).ConfigureAwait(false))
        {
            rows.Add(LimitJudge.Mark(row, plan.Held));
        }

        return rows;
    }

    private async Task FinishAsync(
        RunInProgress run, Plan plan, Actor by, SyncState state, bool approved, ImmutableArray<RowOutcome> outcomes, string? suspended)
    {
        if (suspended is not null)
        {
            await run.Recorder.InterruptAsync(suspended).ConfigureAwait(false);
            Log.Interrupted(log, run.Id, plan.Sync, "the target could not be written to any more, or the run was cancelled");
            return;
        }

        await new AppliedPlan(plans, policies, run.Journal).RecordAsync(plan, by, run.Id, state.PolicyFingerprint, approved).ConfigureAwait(false);
        var previous = await PreviousDigestAsync(plan.Sync, CancellationToken.None).ConfigureAwait(false);
        await run.Recorder.CompleteAsync(plan.Id, outcomes, previous, CancellationToken.None).ConfigureAwait(false);
        progress.Report(new ProgressStep(run.Id, plan.Sync, ProgressStage.Done, "", outcomes.Length, outcomes.Length));
        var applied = outcomes.Count(o => o.Result == RowResult.Applied);
        Log.Applied(log, run.Id, plan.Sync, plan.Id, applied);
    }

    private async Task<IReadOnlyList<Receipt>> CaptureBothAsync(
        SyncName sync, SyncOptions options, ReadMode mode, RunInProgress run, CancellationToken cancellationToken)
    {
        var reads = new List<Receipt>();
        ConnectedSystemException? down = null;
        foreach (var source in options.Sources.Select(systems.Source))
        {
            try
            {
                reads.Add(await CaptureAsync(sync, source, mode, run, cancellationToken).ConfigureAwait(false));
            }
            catch (ConnectedSystemException error) when (options.FurtherSources.Count > 0 && error.Code != SystemMemory.IdentityChanged)
            {
                // Of several sources one may be down: whoever does not depend on it is served all the same.
                down ??= error;
                var receipt = SourceDown.ReceiptOf(source.Name, error);
                await run.Recorder.ReadAsync(receipt, cancellationToken).ConfigureAwait(false);
                reads.Add(receipt);
            }
        }

        if (down is not null && reads.TrueForAll(SourceDown.Is))
        {
            ExceptionDispatchInfo.Throw(down);
        }

        reads.Add(await CaptureAsync(sync, systems.Source(options.Target), mode, run, cancellationToken).ConfigureAwait(false));
        if (reads[^1].Complete)
        {
            foreach (var source in options.Sources)
            {
                await new PendingSettler(entries, known).SettleAsync(new SystemName(source), new SystemName(options.Target), run.Journal, cancellationToken)
                    .ConfigureAwait(false);
            }

            await new DepartmentSettler(runs, plans, store, entries).SettleAsync(sync, new SystemName(options.Target), run.Journal, cancellationToken)
                .ConfigureAwait(false);
        }

        return reads;
    }

    private async Task<Receipt> CaptureAsync(SyncName sync, ISource source, ReadMode mode, RunInProgress run, CancellationToken cancellationToken)
    {
        var receipt = await capture.CaptureAsync(
            source, mode, run.Journal, (stage, done) => progress.Report(new ProgressStep(run.Id, sync, stage, source.Name.Value, done, null)), cancellationToken)
            .ConfigureAwait(false);
        await run.Recorder.ReadAsync(receipt, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    private async Task<Fingerprint> PreviousDigestAsync(SyncName sync, CancellationToken cancellationToken) =>
        (await runs.ListRunsAsync(sync, RunsLookedBackMax, cancellationToken).ConfigureAwait(false)).FirstOrDefault(r => r.Status == RunStatus.Completed)?.Digest
        ?? Fingerprint.None;

    private async Task<IAsyncDisposable> HoldAsync(SyncName sync, CancellationToken cancellationToken) =>
        await runLock.TryAcquireAsync(sync, cancellationToken).ConfigureAwait(false)
        ?? throw new PlanException(PlanException.RunUnderWay, $"Another run of '{sync}' is under way, here or on another host.", "Wait until it has ended and try again.");

    /// <summary>Has the sync's lock held around a run and lets go of it, and writes down when it ends by an error.</summary>
    private async Task<T> RunAsync<T>(
        IAsyncDisposable held, SyncName sync, Actor by, RunPurpose purpose, PlanId? plan, Func<RunInProgress, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var letGo = held.ConfigureAwait(false);
        var id = new RunId(Guid.CreateVersion7(time.GetUtcNow()));
        var journal = new RunJournal(store, types, new EventMetadata(id, by));
        var run = new RunInProgress(id, journal, new RunRecorder(journal), board.Begin(sync, purpose));
        Plan? prepared = null;
        try
        {
            await run.Recorder.StartAsync(sync, purpose, plan, EngineVersion.Text, cancellationToken).ConfigureAwait(false);
            var result = await work(run).ConfigureAwait(false);
            prepared = result as Plan;
            return result;
        }
        catch (Exception error)
        {
            var reason = error is SyncEngineException known ? known.Code : error.GetType().Name;
            Log.Interrupted(log, id, sync, reason);
            await run.Recorder.InterruptAsync(reason).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await held.DisposeAsync().ConfigureAwait(false);
            board.End(sync, run.OnBoard, prepared);
        }
    }

    private sealed record RunInProgress(RunId Id, RunJournal Journal, RunRecorder Recorder, BoardedRun OnBoard);
}
