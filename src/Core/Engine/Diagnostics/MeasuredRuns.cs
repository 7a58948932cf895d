using System.Diagnostics;
using SyncEngine.Audit;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Measures runs and what they did, around the engine; everything else passes through.</summary>
internal sealed class MeasuredRuns(ISyncEngine inner, Instruments instruments, TimeProvider time) : ISyncEngine
{
    public IReadOnlyList<SyncName> Syncs => inner.Syncs;

    public IObservable<ProgressStep> Progress => inner.Progress;

    public IObservable<Notification> Notifications => inner.Notifications;

    public IObservable<ScheduledStart> ScheduledStarts => inner.ScheduledStarts;

    /// <summary>The run itself comes back through here, and is measured once for all who asked for it.</summary>
    public Task<Plan> UpdateNowAsync(SyncName sync, CancellationToken cancellationToken) => inner.UpdateNowAsync(sync, cancellationToken);

    public void HintChange(SystemName system) => inner.HintChange(system);

    public Task<Plan> PrepareAsync(SyncName sync, CancellationToken cancellationToken) => PrepareAsync(sync, ReadMode.Delta, cancellationToken);

    public async Task<Plan> PrepareAsync(SyncName sync, ReadMode mode, CancellationToken cancellationToken) =>
        Counted(sync, await MeasureAsync(RunPurpose.Prepare, sync, () => inner.PrepareAsync(sync, mode, cancellationToken)).ConfigureAwait(false));

    /// <summary>A run that another host spares is none: its duration is not recorded.</summary>
    public async Task<Plan?> PrepareIfNoneSinceAsync(SyncName sync, DateTimeOffset since, CancellationToken cancellationToken) =>
        await MeasureAsync<Plan?>(RunPurpose.Prepare, sync, () => inner.PrepareIfNoneSinceAsync(sync, since, cancellationToken)).ConfigureAwait(false) is { } plan
            ? Counted(sync, plan)
            : null;

    public async Task<ApplyReport> ApplyAsync(PlanId plan, Actor by, RowSelection? selection, CancellationToken cancellationToken)
    {
        var report = await MeasureAsync(RunPurpose.Apply, null, () => inner.ApplyAsync(plan, by, selection, cancellationToken)).ConfigureAwait(false);
        foreach (var result in report.Outcomes.CountBy(o => o.Result))
        {
            instruments.RowsSettled.Add(
                result.Value, Tag(SyncEngineTelemetry.SyncTag, report.Plan.Sync.Value), Tag(SyncEngineTelemetry.ResultTag, result.Key.ToString()));
        }

        return report;
    }

    public Task ApproveAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken) => inner.ApproveAsync(plan, by, reason, cancellationToken);

    public Task RejectAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken) => inner.RejectAsync(plan, by, reason, cancellationToken);

    public Task ChooseRowsAsync(PlanId plan, Actor by, IReadOnlyList<string> include, IReadOnlyList<string> exclude, CancellationToken cancellationToken) =>
        inner.ChooseRowsAsync(plan, by, include, exclude, cancellationToken);

    public Task<PlanView?> FindPlanViewAsync(PlanId plan, CancellationToken cancellationToken) => inner.FindPlanViewAsync(plan, cancellationToken);

    public Task<IReadOnlyList<OverdueBlock>> ListOverdueBlocksAsync(SyncName sync, CancellationToken cancellationToken) =>
        inner.ListOverdueBlocksAsync(sync, cancellationToken);

    public Task ExcludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, DateTimeOffset? until, CancellationToken cancellationToken) =>
        inner.ExcludeAsync(sync, entry, by, reason, until, cancellationToken);

    public Task ConsentToBindAsync(SyncName sync, EntryKey person, string accountId, Actor by, string reason, CancellationToken cancellationToken) =>
        inner.ConsentToBindAsync(sync, person, accountId, by, reason, cancellationToken);

    public Task IncludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, CancellationToken cancellationToken) =>
        inner.IncludeAsync(sync, entry, by, reason, cancellationToken);

    public Task<SyncRules> ReadRulesAsync(SyncName sync, CancellationToken cancellationToken) => inner.ReadRulesAsync(sync, cancellationToken);

    public Task<RuleEffect> PreviewRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken) =>
        inner.PreviewRulesAsync(sync, changes, by, reason, cancellationToken);

    public Task ChangeRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken) =>
        inner.ChangeRulesAsync(sync, changes, by, reason, cancellationToken);

    public Task<IReadOnlyList<EntryState>> FindGroupsAsync(SyncName sync, string part, int max, CancellationToken cancellationToken) =>
        inner.FindGroupsAsync(sync, part, max, cancellationToken);

    public Task<EntryState> FindPersonAsync(SyncName sync, string person, CancellationToken cancellationToken) =>
        inner.FindPersonAsync(sync, person, cancellationToken);

    public Task<Plan?> FindPlanAsync(PlanId plan, CancellationToken cancellationToken) => inner.FindPlanAsync(plan, cancellationToken);

    public IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery? query, CancellationToken cancellationToken) =>
        inner.ReadRowsAsync(plan, query, cancellationToken);

    public IAsyncEnumerable<PlanRow> SearchRowsAsync(PlanId plan, string pattern, RowQuery? query, CancellationToken cancellationToken) =>
        inner.SearchRowsAsync(plan, pattern, query, cancellationToken);

    public IAsyncEnumerable<PersonMatch> SearchPeopleAsync(SyncName sync, string pattern, PeopleQuery? query, CancellationToken cancellationToken) =>
        inner.SearchPeopleAsync(sync, pattern, query, cancellationToken);

    public IAsyncEnumerable<EntryState> ReadStatesAsync(SystemName system, EntryKind kind, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        inner.ReadStatesAsync(system, kind, asOf, cancellationToken);

    public Task<EntryState?> FindStateAsync(EntryKey entry, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        inner.FindStateAsync(entry, asOf, cancellationToken);

    public Task<RebuildReport> RebuildStatesAsync(CancellationToken cancellationToken) => inner.RebuildStatesAsync(cancellationToken);

    public Task<IReadOnlyList<PlanView>> ListPlansAsync(SyncName sync, int max, CancellationToken cancellationToken) =>
        inner.ListPlansAsync(sync, max, cancellationToken);

    public Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken) =>
        inner.ListRunsAsync(sync, max, cancellationToken);

    public Task<PersonHistory> ReadHistoryAsync(string person, CancellationToken cancellationToken) => inner.ReadHistoryAsync(person, cancellationToken);

    public Task<Explanation> ExplainAsync(SyncName sync, string person, PlanId? plan, CancellationToken cancellationToken) =>
        inner.ExplainAsync(sync, person, plan, cancellationToken);

    public Task<ReplayReport> ReplayAsync(PlanId plan, CancellationToken cancellationToken) => inner.ReplayAsync(plan, cancellationToken);

    public IAsyncEnumerable<CheckResult> CheckAsync(SyncName? sync, CancellationToken cancellationToken) => inner.CheckAsync(sync, cancellationToken);

    private Plan Counted(SyncName sync, Plan plan)
    {
        foreach (var read in plan.Reads)
        {
            instruments.EntriesRead.Add(
                read.Accounts + read.Groups + read.Units, new KeyValuePair<string, object?>(SyncEngineTelemetry.SystemTag, read.System.Value));
        }

        foreach (var (status, count) in plan.Counts.ByStatus)
        {
            instruments.RowsPlanned.Add(count, Tag(SyncEngineTelemetry.SyncTag, sync.Value), Tag(SyncEngineTelemetry.StatusTag, status.ToString()));
        }

        return plan;
    }

    private async Task<T> MeasureAsync<T>(RunPurpose purpose, SyncName? sync, Func<Task<T>> run)
    {
        using var activity = instruments.Activities.StartActivity("sync run");
        activity?.SetTag(SyncEngineTelemetry.PurposeTag, purpose.ToString());
        activity?.SetTag(SyncEngineTelemetry.SyncTag, sync?.Value);
        var tags = new TagList { { SyncEngineTelemetry.PurposeTag, purpose.ToString() } };
        instruments.RunActive.Add(1, tags);
        var started = time.GetTimestamp();
        string? error = null;
        var ran = true;
        try
        {
            var result = await run().ConfigureAwait(false);
            ran = result is not null;
            return result;
        }
        catch (Exception thrown)
        {
            error = Instruments.ErrorType(thrown);
            activity?.SetStatus(ActivityStatusCode.Error, error);
            throw;
        }
        finally
        {
            instruments.RunActive.Add(-1, tags);
            if (error is not null)
            {
                tags.Add(SyncEngineTelemetry.ErrorTag, error);
            }

            if (ran)
            {
                instruments.RunDuration.Record(time.GetElapsedTime(started).TotalSeconds, tags);
            }
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
