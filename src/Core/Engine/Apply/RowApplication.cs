using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Applies one row: intent, write, outcome, echo, for one write after the other. Reads and appends in its turn; the call to the target is made outside of
/// it, so that calls of several rows may be under way.
/// </summary>
internal sealed partial class RowApplication(ApplyScene scene, PlanRow row)
{
    private readonly List<string> remarks = [];
    private readonly EntryWriter writer = new(scene.Journal, scene.Recorder, scene.Planning);

    private SystemName Target => scene.Target;

    private PlanningWorld World => scene.World;

    /// <exception cref="ConnectedSystemException">The target as a whole cannot be written to any more.</exception>
    internal Task<RowOutcome> RunAsync(CancellationToken cancellationToken) => row.Kind switch
    {
        RowKind.Department => ChangeDepartmentAsync(cancellationToken),
        RowKind.Role => ChangeRoleAsync(cancellationToken),
        _ => ChangeAccountAsync(cancellationToken),
    };

    private async Task<RowOutcome> ChangeDepartmentAsync(CancellationToken cancellationToken)
    {
        var path = new DepartmentPath(row.Department);
        var stream = StreamName.Department(scene.Plan.Sync, path.Fingerprint);
        RowWrite write;
        IdempotencyKey key;
        long version;
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            write = row.Effects.Contains(Effect.SetManager)
                ? RowWrites.Manager(row, scene.DepartmentId(path)!, await ManagerAsync(cancellationToken).ConfigureAwait(false))
                : RowWrites.Of(row, null, path.Parent is { } parent ? scene.DepartmentId(parent) : null).Single();
            key = KeyOf(write);
            version = await VersionAsync(stream, cancellationToken).ConfigureAwait(false);
            var intended = new ChangeIntended(Target, key.Value, write.Change.Action, write.Change.TargetId, write.Wanted, null, scene.Plan.Id);
            await scene.Journal.AppendAsync(stream, version, [intended], cancellationToken).ConfigureAwait(false);
        }

        var outcome = await SendAsync(
            write, key, refused => scene.Journal.AppendAsync(stream, version + 1, [refused], CancellationToken.None), cancellationToken).ConfigureAwait(false);
        var result = RowOutcome.Of(row, outcome, 1);
        var events = OutcomeEvents.Of(Target, write, key, outcome, scene.Plan.Id, (_, _) => null);
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            await writer.RecordAsync([], Target, outcome.Echo, [result], new StreamAppend(stream, version + 1, events)).ConfigureAwait(false);
            if (outcome.TargetId is { } id && result.Result is RowResult.Applied or RowResult.AlreadySo)
            {
                scene.DepartmentMade(path, id);
            }
        }

        return result;
    }

    /// <summary>The account of the person whom a department's row names: it may have been made by a row before.</summary>
    private async Task<string> ManagerAsync(CancellationToken cancellationToken)
    {
        var person = row.Source!.Person;
        await writer.BringAsync([person], cancellationToken).ConfigureAwait(false);
        return writer.StateOf(person).LinkTo(Target)?.AccountId
            ?? throw new InvalidOperationException($"Row {row.Id} was let through, and the manager it names has no account.");
    }

    private async Task<RowOutcome> ChangeAccountAsync(CancellationToken cancellationToken)
    {
        var person = row.Source!.Person;
        var keeper = row.Keeper ?? person;
        var doable = row;
        string? department;
        var last = new RowOutcome(row.Id, RowResult.Applied, row.Target?.Id);
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            await BringAsync(person, cancellationToken).ConfigureAwait(false);
            department = DepartmentOf(person);
            if (department is null && RowWrites.PutsIntoDepartment(row))
            {
                doable = RowWrites.WithoutDepartment(row);
                remarks.Add($"The department '{row.Changes.First(change => change.Field == AttributeNames.Department).To}' waits: it is not in {Target}, and could not be made.");
            }

            if (doable.Effects.Contains(Effect.Link))
            {
                var linked = new LinkWriter(World, writer, scene.Plan).Events(person, row);
                await writer.AppendAsync(linked, doable.Effects.Length == 1 ? [Remarked(last)] : [], CancellationToken.None).ConfigureAwait(false);
            }
        }

        if (doable.Effects.Length == 0)
        {
            var waits = Remarked(new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id));
            await scene.SettleAsync(waits).ConfigureAwait(false);
            return waits;
        }

        var writes = RowWrites.Of(doable, row.Target?.Id, department);
        for (var i = 0; i < writes.Length && last.Result is RowResult.Applied or RowResult.AlreadySo; i++)
        {
            if (i > 0 && cancellationToken.IsCancellationRequested)
            {
                scene.Suspend(ApplyScene.Cancelled);
                var stopped = new RowOutcome(row.Id, RowResult.Deferred, last.TargetId, Text: "The run stopped in the middle of this row; what is left of it stays pending.", Writes: last.Writes);
                await scene.SettleAsync(stopped).ConfigureAwait(false);
                return stopped;
            }

            var write = writes[i].Change is { Action: not ChangeAction.CreateAccount, TargetId: null } later
                ? writes[i] with { Change = later with { TargetId = last.TargetId } }
                : writes[i];
            last = await WriteAsync(keeper, write, i + 1, i == writes.Length - 1, cancellationToken).ConfigureAwait(false);
        }

        return writes.Length == 0 ? Remarked(last) : last;
    }

    private async Task<RowOutcome> WriteAsync(
        EntryKey person, RowWrite write, int number, bool isLast, CancellationToken cancellationToken)
    {
        var key = KeyOf(write);
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            var intended = new ChangeIntended(
                Target, key.Value, write.Change.Action, write.Change.TargetId, write.Wanted, BeforeImageOf(write), scene.Plan.Id);
            await writer.AppendAsync([(person, [intended])], [], cancellationToken).ConfigureAwait(false);
        }

        var outcome = await SendAsync(
            write, key, refused => writer.AppendAsync([(person, [refused])], [], CancellationToken.None), cancellationToken).ConfigureAwait(false);
        var result = Go(write, RowOutcome.Of(row, outcome, number));
        result = isLast ? Remarked(result) : result;
        var events = OutcomeEvents.Of(Target, write, key, outcome, scene.Plan.Id, (echo, field) => EchoField(echo, field, write));
        var settles = isLast || result.Result is not (RowResult.Applied or RowResult.AlreadySo);
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            await writer.RecordAsync([(person, events), .. Followers(write, outcome)], Target, outcome.Echo, settles ? [result] : []).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Sends one write. When the target as a whole cannot be written to, the write was not done, and that is recorded before the run stops.</summary>
    private async Task<Outcome> SendAsync(RowWrite write, IdempotencyKey key, Func<ChangeRefused, Task> record, CancellationToken cancellationToken)
    {
        try
        {
            return await scene.Executor.SendAsync(write.Change, key, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectedSystemException error)
        {
            scene.Suspend($"{error.Message} {error.Remedy}");
            using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
            await record(new ChangeRefused(Target, key.Value, write.Change.Action, error.Code, error.Message)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the states at hand that a row is about: the person's, the account's, and of whoever is linked to it.</summary>
    private async Task BringAsync(EntryKey person, CancellationToken cancellationToken)
    {
        var keys = new List<EntryKey> { person };
        keys.AddRange(row.Keeper is { } keeper ? [keeper] : []);
        keys.AddRange(FurtherKeys);
        keys.AddRange(row.Target?.Id is { } id ? [new EntryKey(Target, EntryKind.Account, id)] : []);
        await writer.BringAsync(keys, cancellationToken).ConfigureAwait(false);
        await scene.Planning.RecallAsync(scene.Planner, writer.StateOf(person), cancellationToken).ConfigureAwait(false);
        if (row.Effects.Contains(Effect.Link))
        {
            await writer.BringAsync([.. World.Correlator.LinkedTo(row.Target!.Id!).Select(owner => owner.Key)], cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<EntryKey> FurtherKeys => (row.Further ?? []).Select(entry => entry.Person);

    /// <summary>Who is linked along with the person whose account was just made.</summary>
    private IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> Followers(RowWrite write, Outcome outcome) =>
        write.Change.Action == ChangeAction.CreateAccount && outcome is { Kind: OutcomeKind.Applied or OutcomeKind.AlreadySo, TargetId: { } id }
            ? LinkWriter.Along(FurtherKeys.Where(key => writer.StateOf(key).LinkTo(Target) is null), Target, id, scene.Plan.Id)
            : [];

    private AttributeSet? BeforeImageOf(RowWrite write) =>
        write.Change is { Action: ChangeAction.BlockAccount or ChangeAction.HandOverWork, TargetId: { } id } && writer.Find(new EntryKey(Target, EntryKind.Account, id)) is { } account
            ? BeforeImage.Of(account, scene.Roles, World.Org.TextOf(account.Parent))
            : write.Before;

    private string? EchoField(SourceRecord echo, string field, RowWrite write) => field == AttributeNames.Department
        ? echo.Parent == write.Change.Parent ? write.Wanted[field] : World.Org.TextOf(echo.Parent)
        : CanonicalText.Of(echo.Attributes[field]);

    private string? DepartmentOf(EntryKey person)
    {
        var path = World.Fields.DesiredDepartment(writer.StateOf(person))
            ?? (row.Changes.FirstOrDefault(change => change.Field == AttributeNames.Department)?.To is { } given ? World.Org.Find(given) : null);
        return path is null ? null : scene.DepartmentId(path);
    }

    private IdempotencyKey KeyOf(RowWrite write) => new(
        write.Effect == Effect.RestoreRole
            ? $"{scene.Plan.Id}/{row.Id}/{write.Effect}/{write.Change.TargetId}"
            : $"{scene.Plan.Id}/{row.Id}/{write.Effect}");

    private async Task<long> VersionAsync(StreamName stream, CancellationToken cancellationToken)
    {
        long version = 0;
        await foreach (var recorded in scene.Store.ReadStreamAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            version = recorded.Version;
        }

        return version;
    }

    /// <summary>A leaver loses access also when the work could not be handed over: the row goes on, and says so.</summary>
    private RowOutcome Go(RowWrite write, RowOutcome result)
    {
        if (write.Effect != Effect.HandOver || result.Result is RowResult.Applied or RowResult.AlreadySo or RowResult.Deferred)
        {
            return result;
        }

        remarks.Add($"The open work was not handed over ({result.Code ?? result.Result.ToString()}): {result.Text}");
        return new RowOutcome(row.Id, RowResult.Applied, row.Target?.Id, Writes: result.Writes);
    }

    /// <summary>Says what was left out of a row that is otherwise done, or waits for it.</summary>
    private RowOutcome Remarked(RowOutcome outcome) =>
        remarks.Count == 0 || outcome.Result is not (RowResult.Applied or RowResult.AlreadySo or RowResult.Deferred)
            ? outcome
            : outcome with { Text = string.Join(' ', remarks.Prepend(outcome.Text).OfType<string>()) };
}
