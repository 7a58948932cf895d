using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>One write that a row needs, and what it stands for in the three-way comparison afterwards.</summary>
/// <param name="Effect">The effect of the row it carries out.</param>
/// <param name="Change">The write.</param>
/// <param name="Wanted">The fields it sets, a department as its path.</param>
/// <param name="Cleared">The fields it clears.</param>
/// <param name="Before">The values that the fields have before it; null when it changes none that is there.</param>
internal sealed record RowWrite(Effect Effect, Change Change, AttributeSet Wanted, ImmutableArray<string> Cleared, AttributeSet? Before = null);

/// <summary>Turns the effects of a row into writes, from the row alone: what was shown is what is sent. Pure.</summary>
internal static class RowWrites
{
    /// <param name="row">The row.</param>
    /// <param name="accountId">The account it is about, or null before it is made.</param>
    /// <param name="departmentId">The id of the department the row names, once it is there; for a department row, of its parent.</param>
    internal static ImmutableArray<RowWrite> Of(PlanRow row, string? accountId, string? departmentId) =>
    [
        .. row.Effects.Where(effect => effect is not (Effect.Link or Effect.RestoreRole)).Select(effect => effect switch
        {
            Effect.CreateAccount => Create(row, departmentId),
            Effect.Update when row.Effects.Contains(Effect.CreateAccount) => Originals(row),
            Effect.Update => Update(row, accountId, departmentId),
            Effect.HandOver => HandOver(row, accountId),
            Effect.Block => Bare(effect, ChangeAction.BlockAccount, accountId),
            Effect.Unblock => Bare(effect, ChangeAction.UnblockAccount, accountId),
            Effect.CreateDepartment => Department(row, departmentId),
            _ => throw new InvalidOperationException($"Row {row.Id} has the unknown effect '{effect}'."),
        }),
        .. row.Roles.Select(role => Restore(role, accountId)),
    ];

    /// <summary>Whether the row needs a department to put its person into.</summary>
    internal static bool PutsIntoDepartment(PlanRow row) =>
        row.Kind == RowKind.User && row.Changes.Any(change => change is { Field: AttributeNames.Department, To: not null });

    /// <summary>The row with what is left of it when its department cannot be had; without any effect when nothing is.</summary>
    internal static PlanRow WithoutDepartment(PlanRow row)
    {
        ImmutableArray<FieldChange> changes = [.. row.Changes.Where(change => change.Field != AttributeNames.Department)];
        var keepsUpdate = changes.Length > 0 && (!row.Effects.Contains(Effect.CreateAccount) || changes.Any(change => NativeNames.IsNative(change.Field)));
        return row with { Changes = changes, Effects = [.. row.Effects.Where(effect => effect != Effect.Update || keepsUpdate)] };
    }

    private static RowWrite Create(PlanRow row, string? departmentId)
    {
        var wanted = AttributeSet.Of([.. row.Changes.Where(c => !NativeNames.IsNative(c.Field)).Select(c => (c.Field, c.To))]);
        return new RowWrite(
            Effect.CreateAccount,
            new Change
            {
                Action = ChangeAction.CreateAccount,
                Fields = wanted.With(AttributeNames.Department).With(AttributeNames.ExternalId, row.Source!.Anchor),
                Parent = departmentId,
            },
            wanted,
            []);
    }

    private static RowWrite Update(PlanRow row, string? accountId, string? departmentId)
    {
        var wanted = Wanted(row);
        ImmutableArray<string> cleared = [.. row.Changes.Where(c => c.To is null).Select(c => c.Field)];
        return new RowWrite(
            Effect.Update,
            new Change
            {
                Action = ChangeAction.UpdateAccount,
                TargetId = accountId,
                Fields = wanted.With(AttributeNames.Department),
                Cleared = [.. cleared.Where(field => field != AttributeNames.Department)],
                Parent = wanted[AttributeNames.Department] is null ? null : departmentId,
                ClearParent = cleared.Contains(AttributeNames.Department, StringComparer.Ordinal),
            },
            wanted,
            cleared,
            AttributeSet.Of([.. row.Changes.Select(c => (c.Field, c.From))]));
    }

    /// <summary>What only an account that is there takes; to be sent to the one just made.</summary>
    private static RowWrite Originals(PlanRow row)
    {
        var wanted = AttributeSet.Of([.. row.Changes.Where(c => NativeNames.IsNative(c.Field)).Select(c => (c.Field, c.To))]);
        return new RowWrite(Effect.Update, new Change { Action = ChangeAction.UpdateAccount, Fields = wanted }, wanted, []);
    }

    private static RowWrite Bare(Effect effect, ChangeAction action, string? accountId) =>
        new(effect, new Change { Action = action, TargetId = accountId }, AttributeSet.Empty, []);

    private static RowWrite HandOver(PlanRow row, string? accountId) => new(
        Effect.HandOver,
        new Change { Action = ChangeAction.HandOverWork, TargetId = accountId, Receiver = row.Receiver!.Id },
        AttributeSet.Empty,
        []);

    /// <summary>The write of a department's row that makes an account its manager.</summary>
    internal static RowWrite Manager(PlanRow row, string departmentId, string accountId)
    {
        var wanted = AttributeSet.Of((AttributeNames.Manager, accountId));
        return new RowWrite(Effect.SetManager, new Change { Action = ChangeAction.UpdateDepartment, TargetId = departmentId, Fields = wanted }, wanted, []);
    }

    /// <summary>The write that makes a role, or gives it the group's name.</summary>
    internal static RowWrite Role(PlanRow row)
    {
        var change = row.Changes.Single();
        var wanted = AttributeSet.Of((AttributeNames.Name, change.To));
        return row.Effects.Contains(Effect.CreateRole)
            ? new RowWrite(
                Effect.CreateRole, new Change { Action = ChangeAction.CreateRole, Fields = wanted.With(AttributeNames.ExternalId, row.Group!) }, wanted, [])
            : new RowWrite(
                Effect.RenameRole, new Change { Action = ChangeAction.UpdateRole, TargetId = row.Target!.Id, Fields = wanted }, wanted, [],
                AttributeSet.Of((AttributeNames.Name, change.From)));
    }

    /// <summary>The write that makes accounts members of a role, or takes them out.</summary>
    internal static RowWrite Members(Effect effect, string roleId, IReadOnlyList<string> accounts) => new(
        effect,
        new Change
        {
            Action = effect == Effect.AddMember ? ChangeAction.AddToRole : ChangeAction.RemoveFromRole, TargetId = roleId, Members = accounts,
        },
        AttributeSet.Empty.With(AttributeNames.Members, [.. accounts]),
        []);

    private static RowWrite Restore(RowRole role, string? accountId) => new(
        Effect.RestoreRole,
        new Change { Action = ChangeAction.AddToRole, TargetId = role.Id, Members = [accountId!] },
        AttributeSet.Empty,
        []);

    private static RowWrite Department(PlanRow row, string? parentId) => new(
        Effect.CreateDepartment,
        new Change
        {
            Action = ChangeAction.CreateDepartment,
            Fields = AttributeSet.Of((AttributeNames.Name, row.Target!.Name)),
            Parent = parentId,
        },
        AttributeSet.Of((AttributeNames.Name, row.Target!.Name)),
        []);

    private static AttributeSet Wanted(PlanRow row) => AttributeSet.Of([.. row.Changes.Select(c => (c.Field, c.To))]);
}
