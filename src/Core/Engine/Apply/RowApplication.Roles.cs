using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

// Rows of groups that are kept as roles: the story is told in the stream of the group.
internal sealed partial class RowApplication
{
    private async Task<RowOutcome> ChangeRoleAsync(CancellationToken cancellationToken)
    {
        var group = World.GroupOf(row);
        using (await scene.Turn.TakeAsync().ConfigureAwait(false))
        {
            await writer.BringAsync([group], cancellationToken).ConfigureAwait(false);
            if (row.Effects.Contains(Effect.Link))
            {
                var bound = new RowOutcome(row.Id, RowResult.Applied, row.Target!.Id);
                await writer.AppendAsync([(group, Bound(writer.StateOf(group)))], [bound], CancellationToken.None).ConfigureAwait(false);
                return bound;
            }
        }

        return await WriteAsync(group, RowWrites.Role(row), 1, true, cancellationToken).ConfigureAwait(false);
    }

    private List<IEngineEvent> Bound(EntryState group)
    {
        var (roleId, name) = (row.Target!.Id!, UnitTree.NameOf(group));
        var isSame = FieldMapper.Same(AttributeNames.Name, name, row.Target.Name);
        var origin = row.Reason == Reason.CreatedEarlier ? LinkOrigin.Created : LinkOrigin.Bound;
        return
        [
            new AccountLinked(Target, roleId, origin, scene.Plan.Id, isSame ? AttributeSet.Of((AttributeNames.Name, name)) : null),
            .. group.Pending.Where(p => p.Target == Target && p.Action == ChangeAction.CreateRole)
                .Select(p => new ChangeConfirmed(Target, p.IdempotencyKey, p.Action, roleId, p.Fields, p.Fields, [], AlreadySo: true)),
        ];
    }
}
