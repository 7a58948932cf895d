using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Applies the rows of one plan in one run: gate, intent, write, outcome, echo. Knows the world as it was observed just before, planned again,
/// so that a row whose world changed is stale instead of wrong.
/// </summary>
internal sealed class PlanApplication
{
    private readonly Plan plan;
    private readonly IReadOnlyList<PlanRow> rows;
    private readonly Planner planner;
    private readonly Planning planning;
    private readonly PlanningWorld world;
    private readonly EntryWriter writer;
    private readonly RunJournal journal;
    private readonly RunRecorder recorder;
    private readonly ChangeExecutor executor;
    private readonly IEventStore store;
    private readonly IReadOnlyList<EntryState> roles;
    private readonly Dictionary<string, string> madeDepartments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowResult> settled = new(StringComparer.Ordinal);

    /// <param name="plan">The plan.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="planner">The planner that planned again just now.</param>
    /// <param name="planning">What brings it states.</param>
    /// <param name="roles">The groups of the target, for before-images.</param>
    /// <param name="run">The run's journal and recorder.</param>
    /// <param name="executor">What writes.</param>
    /// <param name="store">The store.</param>
    internal PlanApplication(
        Plan plan, IReadOnlyList<PlanRow> rows, Planner planner, Planning planning, IReadOnlyList<EntryState> roles,
        (RunJournal Journal, RunRecorder Recorder) run, ChangeExecutor executor, IEventStore store)
    {
        this.plan = plan;
        this.rows = rows;
        this.planner = planner;
        this.planning = planning;
        this.roles = roles;
        this.executor = executor;
        this.store = store;
        (journal, recorder) = run;
        world = planner.World;
        writer = new EntryWriter(journal, planning);
    }

    private SystemName Target => world.Target;

    /// <summary>Settles every row. A target that cannot be written to any more suspends the rest, which stay pending.</summary>
    internal async Task<(ImmutableArray<RowOutcome> Outcomes, string? Suspended)> RunAsync(
        RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        var order = ApplyOrder.Of(rows);
        var outcomes = ImmutableArray.CreateBuilder<RowOutcome>(order.Length);
        string? suspended = null;
        foreach (var row in order)
        {
            writer.Forget();
            var stop = gate.Stop(row, settled);
            if (stop is null && (suspended is not null || cancellationToken.IsCancellationRequested))
            {
                suspended ??= "The run was cancelled.";
                stop = new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id, null, "The run stopped before this row; it stays pending.");
            }

            RowOutcome outcome;
            try
            {
                outcome = stop is null ? await ApplyAsync(row, cancellationToken).ConfigureAwait(false) : await StoppedAsync(stop).ConfigureAwait(false);
            }
            catch (ConnectedSystemException error)
            {
                suspended = $"{error.Message} {error.Remedy}";
                outcome = await StoppedAsync(new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id, error.Code, error.Message)).ConfigureAwait(false);
            }

            settled[row.Id] = outcome.Result;
            outcomes.Add(outcome);
            progress(outcomes.Count, order.Length, row.Source?.Name ?? row.Target?.Name ?? "");
        }

        return (outcomes.ToImmutable(), suspended);
    }

    private async Task<RowOutcome> StoppedAsync(RowOutcome outcome)
    {
        if (outcome.Result is RowResult.Stale or RowResult.Deferred)
        {
            await journal.AppendAsync([recorder.Row(outcome)], CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }

    private Task<RowOutcome> ApplyAsync(PlanRow row, CancellationToken cancellationToken) =>
        row.Kind == RowKind.Department ? MakeDepartmentAsync(row, cancellationToken) : ChangeAccountAsync(row, cancellationToken);

    private async Task<RowOutcome> MakeDepartmentAsync(PlanRow row, CancellationToken cancellationToken)
    {
        var path = new DepartmentPath(row.Department);
        var write = RowWrites.Of(row, null, path.Parent is { } parent ? DepartmentId(parent) : null).Single();
        var key = KeyOf(row, write);
        var stream = StreamName.Department(plan.Sync, Fingerprint.Of(System.Text.Encoding.UTF8.GetBytes(path.Key)));
        var version = await VersionAsync(stream, cancellationToken).ConfigureAwait(false);
        var intended = new ChangeIntended(Target, key.Value, write.Change.Action, null, write.Wanted, null, plan.Id);
        await journal.AppendAsync(stream, version, [intended], cancellationToken).ConfigureAwait(false);
        var outcome = await executor.SendAsync(write.Change, key, cancellationToken).ConfigureAwait(false);
        var result = ResultOf(row, outcome, 1);
        var events = OutcomeEvents.Of(Target, write, key, outcome, plan.Id, (_, _) => null);
        var echo = await EchoOfAsync(outcome).ConfigureAwait(false);
        await writer.AppendAsync(echo, CancellationToken.None, new StreamAppend(stream, version + 1, events), recorder.Row(result)).ConfigureAwait(false);
        if (outcome.TargetId is { } id && result.Result is RowResult.Applied or RowResult.AlreadySo)
        {
            madeDepartments[path.Key] = outcome.TargetId!;
        }

        return result;
    }

    private async Task<RowOutcome> ChangeAccountAsync(PlanRow row, CancellationToken cancellationToken)
    {
        var person = new EntryKey(row.Source!.System, EntryKind.Account, row.Source.Anchor);
        await BringAsync(person, row, cancellationToken).ConfigureAwait(false);
        var department = world.Fields.DesiredDepartment(writer.StateOf(person)) is { } path ? DepartmentId(path) : null;
        var last = new RowOutcome(row.Id, RowResult.Applied, row.Target?.Id);
        if (row.Effects.Contains(Effect.Link))
        {
            var linked = new LinkWriter(world, writer, plan).Events(person, row);
            last = last with { Text = "Linked." };
            var only = row.Effects.Length == 1 ? new[] { recorder.Row(last) } : [];
            await writer.AppendAsync(linked, CancellationToken.None, only).ConfigureAwait(false);
        }

        var writes = RowWrites.Of(row, row.Target?.Id, department);
        for (var i = 0; i < writes.Length && last.Result is RowResult.Applied or RowResult.AlreadySo; i++)
        {
            var write = writes[i].Change is { Action: not ChangeAction.CreateAccount, TargetId: null } later
                ? writes[i] with { Change = later with { TargetId = last.TargetId } }
                : writes[i];
            last = await WriteAsync(row, person, write, i + 1, i == writes.Length - 1, cancellationToken).ConfigureAwait(false);
        }

        return last;
    }

    private async Task<RowOutcome> WriteAsync(
        PlanRow row, EntryKey person, RowWrite write, int number, bool isLast, CancellationToken cancellationToken)
    {
        var key = KeyOf(row, write);
        var before = write.Change is { Action: ChangeAction.BlockAccount, TargetId: { } id } && writer.Find(new EntryKey(Target, EntryKind.Account, id)) is { } account
            ? BeforeImage.Of(account, roles, world.Org.TextOf(account.Parent))
            : null;
        var intended = new ChangeIntended(Target, key.Value, write.Change.Action, write.Change.TargetId, write.Wanted, before, plan.Id);
        await writer.AppendAsync([(person, [intended])], cancellationToken).ConfigureAwait(false);
        Outcome outcome;
        try
        {
            outcome = await executor.SendAsync(write.Change, key, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectedSystemException error)
        {
            var refused = new ChangeRefused(Target, key.Value, write.Change.Action, error.Code, error.Message);
            await writer.AppendAsync([(person, [refused])], CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        var result = ResultOf(row, outcome, number);
        var events = OutcomeEvents.Of(Target, write, key, outcome, plan.Id, (echo, field) => EchoField(echo, field, write));
        var settles = isLast || result.Result is not (RowResult.Applied or RowResult.AlreadySo);
        var echo = await EchoOfAsync(outcome).ConfigureAwait(false);
        await writer.AppendAsync(echo.Prepend((person, events)), CancellationToken.None, settles ? [recorder.Row(result)] : []).ConfigureAwait(false);
        return result;
    }

    /// <summary>Has the states at hand that a row is about: the person's, the account's, and of whoever is linked to it.</summary>
    private async Task BringAsync(EntryKey person, PlanRow row, CancellationToken cancellationToken)
    {
        await writer.BringAsync(row.Target?.Id is { } id ? [person, new EntryKey(Target, EntryKind.Account, id)] : [person], cancellationToken)
            .ConfigureAwait(false);
        await planning.RecallAsync(planner, writer.StateOf(person), cancellationToken).ConfigureAwait(false);
        if (row.Effects.Contains(Effect.Link))
        {
            await writer.BringAsync([.. world.Correlator.LinkedTo(row.Target!.Id!).Select(owner => owner.Key)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The target's answer to a write counts as an observation of the account.</summary>
    private async Task<IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)>> EchoOfAsync(Outcome outcome)
    {
        if (outcome.Echo is not { } echo)
        {
            return [];
        }

        var observed = Observer.Observe(Target, echo);
        await writer.BringAsync([observed.Key], CancellationToken.None).ConfigureAwait(false);
        return [(observed.Key, EntryDecider.Decide(writer.Find(observed.Key), observed))];
    }

    private string? EchoField(SourceRecord echo, string field, RowWrite write) => field == AttributeNames.Department
        ? echo.Parent == write.Change.Parent ? write.Wanted[field] : world.Org.TextOf(echo.Parent)
        : CanonicalText.Of(echo.Attributes[field]);

    private string? DepartmentId(DepartmentPath path) =>
        madeDepartments.TryGetValue(path.Key, out var made) ? made : world.Org.IdOf(path);

    private IdempotencyKey KeyOf(PlanRow row, RowWrite write) => new(
        write.Effect == Effect.RestoreRole ? $"{plan.Id}/{row.Id}/{write.Effect}/{write.Change.TargetId}" : $"{plan.Id}/{row.Id}/{write.Effect}");

    private async Task<long> VersionAsync(StreamName stream, CancellationToken cancellationToken)
    {
        long version = 0;
        await foreach (var recorded in store.ReadStreamAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            version = recorded.Version;
        }

        return version;
    }

    private static RowOutcome ResultOf(PlanRow row, Outcome outcome, int writes) => new(
        row.Id,
        outcome.Kind switch
        {
            OutcomeKind.Applied => RowResult.Applied,
            OutcomeKind.AlreadySo => RowResult.AlreadySo,
            OutcomeKind.Refused => RowResult.Refused,
            _ => RowResult.Unknown,
        },
        row.Target?.Id ?? outcome.TargetId,
        outcome.Code,
        outcome.Kind == OutcomeKind.Applied ? null : outcome.Message,
        writes);
}
