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
    private readonly PlanningInput input;
    private readonly PlanningWorld world;
    private readonly EntryWriter writer;
    private readonly RunJournal journal;
    private readonly RunRecorder recorder;
    private readonly ChangeExecutor executor;
    private readonly IEventStore store;
    private readonly Dictionary<string, string> madeDepartments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DepartmentPath> departmentPaths;
    private readonly Dictionary<string, RowResult> settled = new(StringComparer.Ordinal);

    internal PlanApplication(
        Plan plan, PlanningInput input, RunJournal journal, RunRecorder recorder, ChangeExecutor executor, IEventStore store)
    {
        this.plan = plan;
        this.input = input;
        this.journal = journal;
        this.recorder = recorder;
        this.executor = executor;
        this.store = store;
        world = new PlanningWorld(input);
        writer = new EntryWriter(journal, input.Source.Concat(input.Target));
        departmentPaths = world.People
            .Select(world.Fields.DesiredDepartment).OfType<DepartmentPath>()
            .SelectMany(WithParents)
            .DistinctBy(path => path.Key, StringComparer.Ordinal)
            .ToDictionary(DepartmentPlanner.IdOf, StringComparer.Ordinal);
    }

    private SystemName Target => input.Policy.Target;

    /// <summary>Settles every row. A target that cannot be written to any more suspends the rest, which stay pending.</summary>
    internal async Task<(ImmutableArray<RowOutcome> Outcomes, string? Suspended)> RunAsync(
        RowGate gate, Action<int, int, string> progress, CancellationToken cancellationToken)
    {
        var order = ApplyOrder.Of(plan.Rows);
        var outcomes = ImmutableArray.CreateBuilder<RowOutcome>(order.Length);
        string? suspended = null;
        foreach (var row in order)
        {
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
        var path = departmentPaths[row.Id];
        var write = RowWrites.Of(row, null, path.Parent is { } parent ? DepartmentId(parent) : null).Single();
        var key = KeyOf(row, write);
        var stream = StreamName.Department(plan.Sync, Fingerprint.Of(System.Text.Encoding.UTF8.GetBytes(path.Key)));
        var version = await VersionAsync(stream, cancellationToken).ConfigureAwait(false);
        var intended = new ChangeIntended(Target, key.Value, write.Change.Action, null, write.Wanted, null, plan.Id);
        await journal.AppendAsync(stream, version, [intended], cancellationToken).ConfigureAwait(false);
        var outcome = await executor.SendAsync(write.Change, key, cancellationToken).ConfigureAwait(false);
        var result = ResultOf(row, outcome, 1);
        var events = OutcomeEvents.Of(Target, write, key, outcome, plan.Id, (_, _) => null);
        await writer.AppendAsync(EchoOf(outcome), CancellationToken.None, new StreamAppend(stream, version + 1, events), recorder.Row(result))
            .ConfigureAwait(false);
        if (outcome.TargetId is { } id && result.Result is RowResult.Applied or RowResult.AlreadySo)
        {
            madeDepartments[path.Key] = outcome.TargetId!;
        }

        return result;
    }

    private async Task<RowOutcome> ChangeAccountAsync(PlanRow row, CancellationToken cancellationToken)
    {
        var person = new EntryKey(row.Source!.System, EntryKind.Account, row.Source.Anchor);
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
            last = await WriteAsync(row, person, writes[i], i + 1, i == writes.Length - 1, cancellationToken).ConfigureAwait(false);
        }

        return last;
    }

    private async Task<RowOutcome> WriteAsync(
        PlanRow row, EntryKey person, RowWrite write, int number, bool isLast, CancellationToken cancellationToken)
    {
        var key = KeyOf(row, write);
        var account = write.Change.TargetId is { } id ? writer.Find(new EntryKey(Target, EntryKind.Account, id)) : null;
        var before = write.Change.Action == ChangeAction.BlockAccount && account is not null
            ? BeforeImage.Of(account, input.Target.Where(e => e.Key.Kind == EntryKind.Group), world.Org.TextOf(account.Parent))
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
        await writer.AppendAsync(
            EchoOf(outcome).Prepend((person, events)), CancellationToken.None, settles ? [recorder.Row(result)] : []).ConfigureAwait(false);
        return result;
    }

    /// <summary>The target's answer to a write counts as an observation of the account.</summary>
    private IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> EchoOf(Outcome outcome)
    {
        if (outcome.Echo is { } echo)
        {
            var observed = Observer.Observe(Target, echo);
            yield return (observed.Key, EntryDecider.Decide(writer.Find(observed.Key), observed));
        }
    }

    private string? EchoField(SourceRecord echo, string field, RowWrite write) => field == AttributeNames.Department
        ? echo.Parent == write.Change.Parent ? write.Wanted[field] : world.Org.TextOf(echo.Parent)
        : CanonicalText.Of(echo.Attributes[field]);

    private string? DepartmentId(DepartmentPath path) =>
        madeDepartments.TryGetValue(path.Key, out var made) ? made : world.Org.IdOf(path);

    private IdempotencyKey KeyOf(PlanRow row, RowWrite write) => new($"{plan.Id}/{row.Id}/{write.Effect}");

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
        outcome.TargetId ?? row.Target?.Id,
        outcome.Code,
        outcome.Kind == OutcomeKind.Applied ? null : outcome.Message,
        writes);

    private static IEnumerable<DepartmentPath> WithParents(DepartmentPath path)
    {
        for (var at = path; at is not null; at = at.Parent)
        {
            yield return at;
        }
    }
}
