using SyncEngine.Audit;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The engine as a host uses it. Nothing is written to a target except by <see cref="ApplyAsync"/>.</summary>
public interface ISyncEngine
{
    /// <summary>The configured syncs, in order of names.</summary>
    IReadOnlyList<SyncName> Syncs { get; }

    /// <summary>Steps of runs in this process, for screens. A slow or failing subscriber harms nobody.</summary>
    IObservable<ProgressStep> Progress { get; }

    /// <summary>
    /// What a person may want to know at once: a plan that waits, what a limit holds, what is overdue. From runs in this process, and from its schedule where
    /// the host has one. A slow or failing subscriber harms nobody; one that is more than 1,000 behind loses the oldest.
    /// </summary>
    IObservable<Notification> Notifications { get; }

    /// <summary>When the schedule of this process starts each sync next. Nothing comes where the host has no schedule.</summary>
    IObservable<ScheduledStart> ScheduledStarts { get; }

    /// <summary>
    /// Reads source and target, records what is new, prepares a plan and stores it. An incomplete reading still gives a plan, one that takes
    /// nobody's access away.
    /// </summary>
    /// <exception cref="ConnectedSystemException">A system cannot be used as configured; nothing changed.</exception>
    /// <exception cref="ConfigurationException">The sync is unknown, or a picked group cannot be found.</exception>
    /// <exception cref="PlanException">Another run of the sync is under way.</exception>
    Task<Plan> PrepareAsync(SyncName sync, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="PrepareAsync(SyncName, CancellationToken)"/>, which reads changes only (<see cref="ReadMode.Delta"/>) where a system tells them and
    /// <see cref="SyncEngineOptions.FullReadEvery"/> allows. <see cref="ReadMode.Full"/> reads both systems in full, now.
    /// </summary>
    Task<Plan> PrepareAsync(SyncName sync, ReadMode mode, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="PrepareAsync(SyncName, CancellationToken)"/>, unless some host began a plan of the sync after <paramref name="since"/> and brought it to
    /// its end: then null, and nothing is read. For schedulers on several hosts that wake at the same time; looked at with the sync's lock held, so that one
    /// of them prepares. A run whose start lies in the future is not believed.
    /// </summary>
    /// <exception cref="ConnectedSystemException">A system cannot be used as configured; nothing changed.</exception>
    /// <exception cref="ConfigurationException">The sync is unknown, or a picked group cannot be found.</exception>
    /// <exception cref="PlanException">Another run of the sync is under way.</exception>
    Task<Plan?> PrepareIfNoneSinceAsync(SyncName sync, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Update now: joins the reading under way in this process, or queues exactly one run, which begins when the run under way, here or on another host, has
    /// ended. All who ask until then get its plan.
    /// </summary>
    /// <exception cref="ConnectedSystemException">A system cannot be used as configured; nothing changed.</exception>
    /// <exception cref="ConfigurationException">The sync is unknown, or a picked group cannot be found.</exception>
    Task<Plan> UpdateNowAsync(SyncName sync, CancellationToken cancellationToken);

    /// <summary>
    /// Says that something changed in a system, such as from a webhook: the schedule of this process prepares the syncs it is part of within half a minute. Without a
    /// schedule nothing happens.
    /// </summary>
    void HintChange(SystemName system);

    /// <summary>
    /// Applies exactly a prepared plan: reads both systems again, and writes the selected rows whose world is still as planned. Without a selection these
    /// are the plan's own, as people changed them by <see cref="ChooseRowsAsync"/>. Applying a plan twice does nothing the second time.
    /// </summary>
    /// <exception cref="ConnectedSystemException">A system cannot be used as configured, or the engine may not write to the target; nothing was written.</exception>
    /// <exception cref="PlanException">The plan is unknown, superseded or too old, or another run of the sync is under way.</exception>
    Task<ApplyReport> ApplyAsync(PlanId plan, Actor by, RowSelection? selection, CancellationToken cancellationToken);

    /// <summary>Allows what limits hold back in one plan, by name and with a reason; bound to the plan's fingerprint.</summary>
    /// <exception cref="PlanException">The plan is unknown, applied or superseded.</exception>
    Task ApproveAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Takes rows of a waiting plan in, or leaves them out, by name; both are ids of rows. What is said of a row holds for as long as the row stays the same, in later
    /// plans too, until something else is said.
    /// </summary>
    /// <exception cref="PlanException">The plan is unknown, applied, rejected or superseded, or has no such row that changes anything.</exception>
    Task ChooseRowsAsync(PlanId plan, Actor by, IReadOnlyList<string> include, IReadOnlyList<string> exclude, CancellationToken cancellationToken);

    /// <summary>Turns a plan down, by name and with a reason: it is never applied, nor is another one with the same fingerprint without a person.</summary>
    /// <exception cref="PlanException">The plan is unknown, applied, rejected or superseded.</exception>
    Task RejectAsync(PlanId plan, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>Excludes one entry from a sync, by hand: frozen in both directions, from the next plan on.</summary>
    Task ExcludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>Ends an exclusion.</summary>
    Task IncludeAsync(SyncName sync, EntryKey entry, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>What people decided about who and what takes part in a sync: exceptions, filters, picked groups.</summary>
    /// <exception cref="ConfigurationException">The sync is unknown.</exception>
    Task<SyncRules> ReadRulesAsync(SyncName sync, CancellationToken cancellationToken);

    /// <summary>
    /// What some changes of the rules would do to the next plan, were the world as it was when it was last read. Plans twice in memory; reads no system and
    /// stores nothing.
    /// </summary>
    /// <exception cref="RuleException">A change makes no sense, or no plan was prepared yet.</exception>
    Task<RuleEffect> PreviewRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>Stores changes of the rules, all or none, by name and with a reason. They count from the next plan on.</summary>
    /// <exception cref="RuleException">A change makes no sense; nothing was stored.</exception>
    Task ChangeRulesAsync(SyncName sync, IReadOnlyList<RuleChange> changes, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// The groups of a sync's source whose name, address, login name or email has a text in it, ignoring case; only those that equal it, where there are such.
    /// At most <paramref name="max"/>, in order of names.
    /// </summary>
    Task<IReadOnlyList<EntryState>> FindGroupsAsync(SyncName sync, string part, int max, CancellationToken cancellationToken);

    /// <summary>The person, or the account that is nobody's, who answers to an email, an anchor, a login name or an account id in the systems of a sync.</summary>
    /// <exception cref="PersonNotFoundException">Nobody, or several people, answer to the text; the message lists candidates.</exception>
    Task<EntryState> FindPersonAsync(SyncName sync, string person, CancellationToken cancellationToken);

    /// <summary>
    /// Consents to binding one person to an administrator's account, which no plan does without: by name, with a reason, for this pair only, from the next
    /// plan on. The engine's own account is never bound.
    /// </summary>
    Task ConsentToBindAsync(SyncName sync, EntryKey person, string accountId, Actor by, string reason, CancellationToken cancellationToken);

    /// <summary>A stored plan without its rows, or null.</summary>
    Task<Plan?> FindPlanAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>How a stored plan stands: what people decided about it, and what became of it; or null.</summary>
    Task<PlanView?> FindPlanViewAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>Blocks that wait for more than a day: the newest plan has them, and one of more than 24 hours ago had them too.</summary>
    Task<IReadOnlyList<OverdueBlock>> ListOverdueBlocksAsync(SyncName sync, CancellationToken cancellationToken);

    /// <summary>Rows of a stored plan, in order of <see cref="PlanRow.Place"/>; all of them when the query is null. Streams: a plan may have a million.</summary>
    /// <exception cref="PlanException">The plan is unknown.</exception>
    IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery? query, CancellationToken cancellationToken);

    /// <summary>
    /// Rows of a stored plan in which a regular expression finds something, in order of <see cref="PlanRow.Place"/>. It is tried on each shown field by itself (names, addresses,
    /// login, unit, values before and after, status, reason, sentence), ignoring case; <c>[0-9]</c> is ASCII, <c>\d</c> any digit. Streams; of the query,
    /// <see cref="RowQuery.Max"/> counts rows found.
    /// </summary>
    /// <exception cref="SearchException">The pattern is no regular expression, is too long, or needs look-around or back-references; thrown at once.</exception>
    /// <exception cref="PlanException">The plan is unknown.</exception>
    IAsyncEnumerable<PlanRow> SearchRowsAsync(PlanId plan, string pattern, RowQuery? query, CancellationToken cancellationToken);

    /// <summary>People of a sync's systems, as known now, in whom a regular expression finds something, by the rules of <see cref="SearchRowsAsync"/>; in order of keys. Streams.</summary>
    /// <exception cref="SearchException">As for <see cref="SearchRowsAsync"/>.</exception>
    IAsyncEnumerable<PersonMatch> SearchPeopleAsync(SyncName sync, string pattern, PeopleQuery? query, CancellationToken cancellationToken);

    /// <summary>The newest plans of a sync, newest first.</summary>
    Task<IReadOnlyList<PlanView>> ListPlansAsync(SyncName sync, int max, CancellationToken cancellationToken);

    /// <summary>The newest runs of a sync, newest first.</summary>
    Task<IReadOnlyList<RunView>> ListRunsAsync(SyncName sync, int max, CancellationToken cancellationToken);

    /// <summary>
    /// One person's whole story: what was observed, decided, sent and answered. The text is an email, an anchor, a login name or an account id.
    /// </summary>
    /// <exception cref="PersonNotFoundException">Nobody, or several people, answer to the text; the message lists candidates.</exception>
    Task<PersonHistory> ReadHistoryAsync(string person, CancellationToken cancellationToken);

    /// <summary>
    /// Why a plan says what it says of one person, step by step, from the events up to the plan alone; of the sync's newest plan when the plan is null. The text
    /// is an email, an anchor, a login name or an account id.
    /// </summary>
    /// <exception cref="PlanException">The plan is unknown, of another sync, or there is none yet.</exception>
    /// <exception cref="PersonNotFoundException">Nobody, or several people, answer to the text, or the person had not been seen when the plan was made.</exception>
    Task<Explanation> ExplainAsync(SyncName sync, string person, PlanId? plan, CancellationToken cancellationToken);

    /// <summary>
    /// What was known of every entry of one kind in one system at a time, folded from the events alone, in order of keys; what is known now when
    /// the time is null. Streams: memory does not grow with the population.
    /// </summary>
    IAsyncEnumerable<EntryState> ReadStatesAsync(SystemName system, EntryKind kind, DateTimeOffset? asOf, CancellationToken cancellationToken);

    /// <summary>What was known of one entry at a time, folded from its events alone (now when the time is null); null when it had not been seen.</summary>
    Task<EntryState?> FindStateAsync(EntryKey entry, DateTimeOffset? asOf, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the kept state of every entry again from the events. Needed only when a store was repaired by hand: the kept states are always what
    /// the events give. Readers see the old or the new states; runs wait.
    /// </summary>
    Task<RebuildReport> RebuildStatesAsync(CancellationToken cancellationToken);

    /// <summary>Computes a stored plan again, from events alone, and compares the fingerprints.</summary>
    /// <exception cref="PlanException">The plan is unknown.</exception>
    Task<ReplayReport> ReplayAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>Checks the store and the systems of one sync, or everything when null. Writes nothing.</summary>
    IAsyncEnumerable<CheckResult> CheckAsync(SyncName? sync, CancellationToken cancellationToken);
}
