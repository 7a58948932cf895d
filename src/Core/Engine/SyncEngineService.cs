using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using SyncEngine.Audit;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The engine's front door: hands runs to the pipeline and questions to the store.</summary>
internal sealed class SyncEngineService(
    SyncPipeline pipeline, ConnectedSystems systems, ProgressFeed progress, Notifier notifier, UpdateNow updates, ChangeHints hints, IEventStore store, IEntryQueries entries, IKnownEntries known, IStateHistory history, IPlanStore plans, IRunQueries runs,
    EventTypeMap types, IEnumerable<Func<IServiceProvider, ISystemCheck>> checks, IServiceProvider services, IOptions<SyncEngineOptions> bounds,
    TimeProvider time) : ISyncEngine
{
    public IReadOnlyList<SyncName> Syncs => systems.Syncs;

    public IObservable<ProgressStep> Progress => progress.Steps;

    public IObservable<Notification> Notifications => notifier.Notifications;

    public IObservable<ScheduledStart> ScheduledStarts => notifier.Starts;

    public Task<Plan> PrepareAsync(SyncName sync, CancellationToken cancellationToken) => PrepareAsync(sync, ReadMode.Delta, cancellationToken);

    public Task<Plan> PrepareAsync(SyncName sync, ReadMode mode, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Full or Delta.");
        }

        return PreparedAsync(sync, mode, cancellationToken);
    }

    public async Task<Plan?> PrepareIfNoneSinceAsync(SyncName sync, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var plan = await pipeline.PrepareIfNoneSinceAsync(sync, since, cancellationToken).ConfigureAwait(false);
        if (plan is not null)
        {
            notifier.Prepared(plan);
        }

        return plan;
    }

    public Task<Plan> UpdateNowAsync(SyncName sync, CancellationToken cancellationToken)
    {
        systems.OptionsOf(sync);
        return updates.JoinOrQueueAsync(sync, cancellationToken);
    }

    public void HintChange(SystemName system) => hints.Tell(system);

    public async Task<ApplyReport> ApplyAsync(PlanId plan, Actor by, RowSelection? selection, CancellationToken cancellationToken)
    {
        var report = await pipeline.ApplyAsync(plan, by, selection, cancellationToken).ConfigureAwait(false);
        await notifier.AppliedAsync(report).ConfigureAwait(false);
        return report;
    }

    public Task ApproveAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken) => Decisions.ApproveAsync(plan, by, reason, cancellationToken);

    public Task RejectAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken) => Decisions.RejectAsync(plan, by, reason, cancellationToken);

    public Task ChooseRowsAsync(PlanId plan, Actor by, IReadOnlyList<string> include, IReadOnlyList<string> exclude, CancellationToken cancellationToken) =>
        Decisions.ChooseAsync(plan, by, include, exclude, cancellationToken);

    public Task<PlanView?> FindPlanViewAsync(PlanId plan, CancellationToken cancellationToken) => plans.FindAsync(plan, cancellationToken);

    public Task<IReadOnlyList<OverdueBlock>> ListOverdueBlocksAsync(SyncName sync, CancellationToken cancellationToken)
    {
        systems.OptionsOf(sync);
        return new OverdueBlocks(plans, time).ListAsync(sync, cancellationToken);
    }

    public Task ExcludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, DateTimeOffset? until, CancellationToken cancellationToken) =>
        ChangeRulesAsync(sync, [RuleChange.Except(entry, until)], by, reason, cancellationToken);

    public async Task IncludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, CancellationToken cancellationToken)
    {
        systems.OptionsOf(sync);
        var state = await pipeline.Policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        if (state.Exclusions.ContainsKey(entry))
        {
            await ChangeRulesAsync(sync, [RuleChange.Lift(entry)], by, reason, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<SyncRules> ReadRulesAsync(SyncName sync, CancellationToken cancellationToken) => Desk().ReadAsync(sync, cancellationToken);

    public Task<RuleEffect> PreviewRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken) =>
        Desk().PreviewAsync(sync, changes, by, reason, cancellationToken);

    public Task ChangeRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken) =>
        Desk().ChangeAsync(sync, changes, by, reason, cancellationToken);

    public Task<IReadOnlyList<EntryState>> FindGroupsAsync(SyncName sync, string part, int max, CancellationToken cancellationToken) =>
        Desk().FindGroupsAsync(sync, part, max, cancellationToken);

    public Task<EntryState> FindPersonAsync(SyncName sync, string person, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        SystemName[] sources = [.. options.Sources.Select(source => new SystemName(source))];
        return new PersonFinder(entries).FindAsync(person, [.. sources, new SystemName(options.Target)], sources, cancellationToken);
    }

    public async Task ConsentToBindAsync(
        SyncName sync, EntryKey person, string accountId, Actor by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accountId);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        systems.OptionsOf(sync);
        var state = await pipeline.Policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
        await AppendAsync(StreamName.Sync(sync), state.Version, new BindConsented(person, accountId, by, reason), by, cancellationToken).ConfigureAwait(false);
    }

    public Task<Plan?> FindPlanAsync(PlanId plan, CancellationToken cancellationToken) => plans.LoadAsync(plan, cancellationToken);

    public async IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery? query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (stored, _) = await new ApprovalGate(plans, time, bounds.Value).LoadAsync(plan, cancellationToken).ConfigureAwait(false);
        await foreach (var row in plans.ReadRowsAsync(plan, query ?? RowQuery.All, cancellationToken).ConfigureAwait(false))
        {
            yield return LimitJudge.Mark(row, stored.Held);
        }
    }

    public IAsyncEnumerable<PlanRow> SearchRowsAsync(PlanId plan, string pattern, RowQuery? query, CancellationToken cancellationToken)
    {
        var search = new SearchPattern(pattern); // at once, not when the first row is asked for
        var rows = ReadRowsAsync(plan, (query ?? RowQuery.All) with { Max = null }, cancellationToken).Where(search.Finds);
        return query?.Max is { } max ? rows.Take(max) : rows;
    }

    public IAsyncEnumerable<PersonMatch> SearchPeopleAsync(SyncName sync, string pattern, PeopleQuery? query, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        return new PeopleSearch(entries).RunAsync(
            [.. options.Sources.Append(options.Target).Select(system => new SystemName(system))], new SearchPattern(pattern), query ?? PeopleQuery.All, cancellationToken);
    }

    public async IAsyncEnumerable<EntryState> ReadStatesAsync(
        SystemName system, EntryKind kind, DateTimeOffset? asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var states = asOf is { } at
            ? history.ReadAsync(system, kind, await history.FindSequenceAsync(at, cancellationToken).ConfigureAwait(false), cancellationToken)
            : entries.ReadAllAsync(system, kind, cancellationToken);
        await foreach (var state in states.ConfigureAwait(false))
        {
            yield return state;
        }
    }

    public async Task<EntryState?> FindStateAsync(EntryKey entry, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var upTo = asOf is { } at ? await history.FindSequenceAsync(at, cancellationToken).ConfigureAwait(false) : long.MaxValue;
        return (await history.LoadAsync([entry], upTo, cancellationToken).ConfigureAwait(false)).GetValueOrDefault(entry);
    }

    public Task<RebuildReport> RebuildStatesAsync(CancellationToken cancellationToken) => history.RebuildAsync(cancellationToken);

    public Task<IReadOnlyList<PlanView>> ListPlansAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        systems.OptionsOf(sync);
        return plans.ListAsync(sync, max, cancellationToken);
    }

    public Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken)
    {
        systems.OptionsOf(sync);
        return runs.ListRunsAsync(sync, max, cancellationToken);
    }

    public Task<PersonHistory> ReadHistoryAsync(string person, CancellationToken cancellationToken) =>
        new Timeline(store, entries, types).ReadAsync(person, cancellationToken);

    public async Task<Explanation> ExplainAsync(SyncName sync, string person, PlanId? plan, CancellationToken cancellationToken)
    {
        var found = await FindPersonAsync(sync, person, cancellationToken).ConfigureAwait(false);
        var id = plan ?? (await plans.ListAsync(sync, 1, cancellationToken).ConfigureAwait(false) is [var newest] ? newest.Id : (PlanId?)null)
            ?? throw new PlanException("PlanUnknown", $"'{sync}' has no plan that could be explained.", $"Prepare one: preview {sync}.");
        var (stored, _) = await new ApprovalGate(plans, time, bounds.Value).LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return stored.Sync == sync
            ? await new ExplainRun(store, history, plans).RunAsync(stored, found.Key, cancellationToken).ConfigureAwait(false)
            : throw new PlanException("PlanOfOtherSync", $"Plan {id} belongs to the sync '{stored.Sync}', not to '{sync}'.", "Name its own sync.") { Plan = id };
    }

    public Task<ReplayReport> ReplayAsync(PlanId plan, CancellationToken cancellationToken) => new Replay(store, history).RunAsync(plan, cancellationToken);

    public async IAsyncEnumerable<CheckResult> CheckAsync(SyncName? sync, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = sync is { } name ? SubjectsOf(name) : null;
        var run = checks.Select(make => make(services)).Where(c => wanted is null || wanted.Contains(c.Subject)).ToList();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var storeIsNew = false;
        foreach (var check in run)
        {
            await foreach (var result in check.CheckAsync(cancellationToken).ConfigureAwait(false))
            {
                if (result.Status == CheckStatus.Failed)
                {
                    failed.Add(check.Subject);
                }

                storeIsNew |= result.StoreIsNew;
                yield return result;
            }
        }

        var groups = new GroupCheck(systems, pipeline.Policies, entries, storeIsNew);
        foreach (var each in sync is { } one ? [one] : Syncs)
        {
            await foreach (var result in groups.RunAsync(each, run, failed, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }

    private RuleDesk Desk() => new(systems, pipeline.Policies, store, entries, known, plans, time);
    private PlanDecisions Decisions => new(store, plans, time, bounds.Value);

    private async Task<Plan> PreparedAsync(SyncName sync, ReadMode mode, CancellationToken cancellationToken)
    {
        var plan = await pipeline.PrepareAsync(sync, mode, cancellationToken).ConfigureAwait(false);
        notifier.Prepared(plan);
        return plan;
    }

    private HashSet<string> SubjectsOf(SyncName sync)
    {
        var options = systems.OptionsOf(sync);
        return new HashSet<string>([.. options.Sources, "store", options.Target], StringComparer.Ordinal);
    }

    private Task AppendAsync(StreamName stream, long version, IEngineEvent happened, Actor by, CancellationToken cancellationToken)
    {
        var run = new RunId(Guid.CreateVersion7(time.GetUtcNow()));
        return store.AppendAsync([new StreamAppend(stream, version, [happened])], new EventMetadata(run, by), cancellationToken);
    }
}
