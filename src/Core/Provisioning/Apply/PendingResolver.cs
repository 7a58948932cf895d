using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Settles writes whose outcome was lost, and roles that are owed, from what a complete reading of the target shows afterwards. An account that was made is not settled
/// here: the plan proposes to link it. Pure.
/// </summary>
internal static class PendingResolver
{
    internal static ImmutableArray<IEngineEvent> Resolve(
        EntryState person, SystemName target, Func<EntryKind, string, EntryState?> found, Func<string, bool> addressExists, Func<string?, string?> departmentText,
        Func<string, bool> roleExists) =>
    [
        .. person.Pending.Where(p => p.Target == target).Select(p => Settle(person, p, found, addressExists, departmentText, roleExists)).OfType<IEngineEvent>(),
        .. Owed(person, target).Where(role => found(EntryKind.Group, role)?.Members.Contains(person.LinkTo(target)!.AccountId, StringComparer.Ordinal) == true)
            .Select(role => new ChangeConfirmed(target, $"observed/{role}", ChangeAction.AddToRole, role, AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: true)),
    ];

    /// <summary>Settles a write to a department: it is there as the write was to leave it, or the write was not done.</summary>
    internal static IEngineEvent Resolve(ChangeIntended intended, EntryState? department) =>
        department is { Presence: EntryPresence.Present }
        && (intended.Action == ChangeAction.CreateDepartment
            || intended.Fields.All(field => FieldMapper.Same(field.Key, field.Value[0], department.Attributes[field.Key])))
            ? new ChangeConfirmed(
                intended.Target, intended.IdempotencyKey, intended.Action, department.Key.Anchor, intended.Fields, intended.Fields, [], AlreadySo: false)
            : NotDone(intended.Target, intended.IdempotencyKey, intended.Action);

    private static IEngineEvent? Settle(
        EntryState person, PendingChange pending, Func<EntryKind, string, EntryState?> find, Func<string, bool> addressExists, Func<string?, string?> departmentText,
        Func<string, bool> roleExists)
    {
        if (pending.Action == ChangeAction.CreateAccount)
        {
            return addressExists(pending.Fields[AttributeNames.Email] ?? "") ? null : NotDone(pending);
        }

        if (pending.Action == ChangeAction.CreateRole)
        {
            return roleExists(person.Key.Anchor) ? null : NotDone(pending);
        }

        if (pending.TargetId is null || find(KindOf(pending), pending.TargetId) is not { } found)
        {
            return NotDone(pending);
        }

        if (pending.Fields.Values(AttributeNames.Members) is { Length: > 0 } members)
        {
            return Members(pending, members, found);
        }

        var done = pending.Action switch
        {
            ChangeAction.BlockAccount => Blocks.IsBlocked(found),
            ChangeAction.UnblockAccount => found.Enabled,
            ChangeAction.HandOverWork => found.Attributes[AttributeNames.EmploymentState] is not null,
            ChangeAction.AddToRole => person.LinkTo(pending.Target) is { } link && found.Members.Contains(link.AccountId, StringComparer.Ordinal),
            _ => IsWritten(pending, field => field == AttributeNames.Department ? departmentText(found.Parent) : found.Attributes[field]),
        };
        return done
            ? new ChangeConfirmed(pending.Target, pending.IdempotencyKey, pending.Action, pending.TargetId, pending.Fields, pending.Fields, Cleared(pending), AlreadySo: false)
            : pending.Action == ChangeAction.HandOverWork ? NotKnown(pending) : NotDone(pending);
    }

    /// <summary>Members that came into a role, or went, as far as the role shows it.</summary>
    private static IEngineEvent Members(PendingChange pending, ImmutableArray<string> members, EntryState role)
    {
        ImmutableArray<string> done = pending.Action == ChangeAction.AddToRole
            ? [.. members.Intersect(role.Members, StringComparer.Ordinal)]
            : [.. members.Except(role.Members, StringComparer.Ordinal)];
        var shown = AttributeSet.Empty.With(AttributeNames.Members, [.. done]);
        return done.Length == 0
            ? NotDone(pending)
            : new ChangeConfirmed(pending.Target, pending.IdempotencyKey, pending.Action, pending.TargetId!, shown, shown, [], AlreadySo: false);
    }

    /// <summary>Whether the account shows what an update was to leave: each field it sets as it sets it, and nothing in the fields it clears.</summary>
    private static bool IsWritten(PendingChange pending, Func<string, string?> shown)
    {
        var cleared = Cleared(pending);
        return pending.Fields.Count + cleared.Length > 0
            && pending.Fields.All(field => FieldMapper.Same(field.Key, field.Value[0], shown(field.Key)))
            && cleared.All(field => shown(field) is null);
    }

    /// <summary>The fields an update clears: those it takes a value from without setting another.</summary>
    private static ImmutableArray<string> Cleared(PendingChange pending) =>
        pending is { Action: ChangeAction.UpdateAccount, BeforeImage: { } before }
            ? [.. before.Select(field => field.Key).Where(field => pending.Fields[field] is null)]
            : [];

    /// <summary>The roles that are still to be given back and that no write is under way for: who has one again, by whatever hand, is owed it no more.</summary>
    internal static IEnumerable<string> Owed(EntryState person, SystemName target) =>
        (person.LinkTo(target)?.RolesOwed ?? []).Where(role => !person.Pending.Any(p => p.Target == target && p.Action == ChangeAction.AddToRole && p.TargetId == role));

    /// <summary>What a pending write was about.</summary>
    internal static EntryKind KindOf(PendingChange pending) =>
        pending.Action is ChangeAction.AddToRole or ChangeAction.RemoveFromRole or ChangeAction.CreateRole or ChangeAction.UpdateRole ? EntryKind.Group : EntryKind.Account;

    private static ChangeRefused NotKnown(PendingChange pending) => new(
        pending.Target, pending.IdempotencyKey, pending.Action, "NotKnown", "The answer was lost, and no reading of the target tells who has the work: look there.");

    private static ChangeRefused NotDone(PendingChange pending) => NotDone(pending.Target, pending.IdempotencyKey, pending.Action);

    private static ChangeRefused NotDone(SystemName target, string key, ChangeAction action) => new(
        target, key, action, "NotDone", "The answer was lost, and a later reading of the target shows that it was not done.");
}
