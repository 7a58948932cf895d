using System.Runtime.CompilerServices;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Applies memberships of one role that come, or that go: many in one write, since a role takes many members at once. When such a write is refused, each is tried
/// by itself, so that one member who cannot be had does not keep out the others. The story is told in the stream of the group they are for.
/// </summary>
internal sealed class MembershipApplication(ApplyScene scene)
{
    /// <summary>How many members one write has at most.</summary>
    internal const int MembersMax = 200;

    private SystemName Target => scene.Target;

    /// <summary>The outcomes, as they come. Ends early when the target as a whole cannot be written to any more; the rows without an outcome stay pending.</summary>
    internal async IAsyncEnumerable<RowOutcome> RunAsync(IReadOnlyList<PlanRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in rows.GroupBy(row => (row.Group, row.Effects[0])).SelectMany(same => same.Chunk(MembersMax)))
        {
            if (scene.Suspended is not null || cancellationToken.IsCancellationRequested)
            {
                scene.Suspend(ApplyScene.Cancelled);
                yield break;
            }

            if (await WriteAsync(some, isPart: false, cancellationToken).ConfigureAwait(false) is not { } outcomes)
            {
                yield break;
            }

            foreach (var outcome in outcomes)
            {
                yield return outcome;
            }
        }
    }

    private async Task<IReadOnlyList<RowOutcome>?> WriteAsync(PlanRow[] rows, bool isPart, CancellationToken cancellationToken)
    {
        var writer = new EntryWriter(scene.Journal, scene.Recorder, scene.Planning);
        var group = scene.World.GroupOf(rows[0]);
        var effect = rows[0].Effects[0];
        RowWrite write;
        IdempotencyKey key;
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            await writer.BringAsync([group, .. rows.Select(row => row.Source!.Person)], cancellationToken).ConfigureAwait(false);
            var role = rows[0].Target?.Id ?? writer.StateOf(group).LinkTo(Target)?.AccountId
                ?? throw new InvalidOperationException($"Row {rows[0].Id} was let through, and its role is not there.");
            write = RowWrites.Members(effect, role, [.. rows.Select(row => AccountOf(writer, row))]);
            key = new IdempotencyKey(isPart || rows.Length == 1 ? $"{scene.Plan.Id}/{rows[0].Id}/{effect}" : $"{scene.Plan.Id}/{rows[0].Id}+{rows.Length - 1}/{effect}");
            var intended = new ChangeIntended(Target, key.Value, write.Change.Action, role, write.Wanted, null, scene.Plan.Id);
            await writer.AppendAsync([(group, [intended])], [], cancellationToken).ConfigureAwait(false);
        }

        Outcome outcome;
        try
        {
            outcome = await scene.Executor.SendAsync(write.Change, key, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectedSystemException error)
        {
            scene.Suspend($"{error.Message} {error.Remedy}");
            using var turn = await scene.Turn.TakeAsync().ConfigureAwait(false);
            await writer.AppendAsync(
                [(group, [new ChangeRefused(Target, key.Value, write.Change.Action, error.Code, error.Message)])], [], CancellationToken.None).ConfigureAwait(false);
            return null;
        }

        if (outcome.Kind is OutcomeKind.Unknown or OutcomeKind.NotSent && cancellationToken.IsCancellationRequested)
        {
            scene.Suspend(ApplyScene.Cancelled);
        }

        var singly = outcome.Kind == OutcomeKind.Refused && rows.Length > 1;
        var results = rows.Select(row => RowOutcome.Of(row, outcome, 1)).ToList();
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            var events = OutcomeEvents.Of(Target, write, key, outcome, scene.Plan.Id, (_, _) => null);
            await writer.RecordAsync([(group, events)], Target, outcome.Echo, singly ? [] : results).ConfigureAwait(false);
        }

        return singly ? await SinglyAsync(rows, cancellationToken).ConfigureAwait(false) : results;
    }

    private async Task<IReadOnlyList<RowOutcome>?> SinglyAsync(PlanRow[] rows, CancellationToken cancellationToken)
    {
        var all = new List<RowOutcome>();
        foreach (var row in rows)
        {
            if (cancellationToken.IsCancellationRequested || await WriteAsync([row], isPart: true, cancellationToken).ConfigureAwait(false) is not { } outcomes)
            {
                scene.Suspend(ApplyScene.Cancelled);
                break;
            }

            all.AddRange(outcomes);
        }

        return all;
    }

    private string AccountOf(EntryWriter writer, PlanRow row) =>
        writer.StateOf(row.Source!.Person).LinkTo(Target)?.AccountId
        ?? throw new InvalidOperationException($"Row {row.Id} was let through, and its person has no account.");
}
