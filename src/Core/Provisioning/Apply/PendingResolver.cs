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
        EntryState person, SystemName target, Func<EntryKind, string, EntryState?> found, Func<string, bool> addressExists) =>
    [
        .. person.Pending.Where(p => p.Target == target).Select(p => Settle(person, p, found, addressExists)).OfType<IEngineEvent>(),
        .. Owed(person, target).Where(role => found(EntryKind.Group, role)?.Members.Contains(person.LinkTo(target)!.AccountId, StringComparer.Ordinal) == true)
            .Select(role => new ChangeConfirmed(target, $"observed/{role}", ChangeAction.AddToRole, role, AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: true)),
    ];

    private static IEngineEvent? Settle(
        EntryState person, PendingChange pending, Func<EntryKind, string, EntryState?> find, Func<string, bool> addressExists)
    {
        if (pending.Action == ChangeAction.CreateAccount)
        {
            return addressExists(pending.Fields[AttributeNames.Email] ?? "") ? null : NotDone(pending);
        }

        if (pending.TargetId is null || find(KindOf(pending), pending.TargetId) is not { } found)
        {
            return NotDone(pending);
        }

        var done = pending.Action switch
        {
            ChangeAction.BlockAccount => !found.Enabled,
            ChangeAction.UnblockAccount => found.Enabled,
            ChangeAction.HandOverWork => found.Attributes[AttributeNames.EmploymentState] is not null,
            ChangeAction.AddToRole => person.LinkTo(pending.Target) is { } link && found.Members.Contains(link.AccountId, StringComparer.Ordinal),
            _ => pending.Fields.All(f => f.Key == AttributeNames.Department || FieldMapper.Same(f.Key, f.Value[0], found.Attributes[f.Key])),
        };
        return done
            ? new ChangeConfirmed(pending.Target, pending.IdempotencyKey, pending.Action, pending.TargetId, pending.Fields, pending.Fields, [], AlreadySo: false)
            : pending.Action == ChangeAction.HandOverWork ? NotKnown(pending) : NotDone(pending);
    }

    /// <summary>The roles that are still to be given back and that no write is under way for: who has one again, by whatever hand, is owed it no more.</summary>
    internal static IEnumerable<string> Owed(EntryState person, SystemName target) =>
        (person.LinkTo(target)?.RolesOwed ?? []).Where(role => !person.Pending.Any(p => p.Target == target && p.Action == ChangeAction.AddToRole && p.TargetId == role));

    /// <summary>What a pending write was about.</summary>
    internal static EntryKind KindOf(PendingChange pending) => pending.Action == ChangeAction.AddToRole ? EntryKind.Group : EntryKind.Account;

    private static ChangeRefused NotKnown(PendingChange pending) => new(
        pending.Target, pending.IdempotencyKey, pending.Action, "NotKnown", "The answer was lost, and no reading of the target tells who has the work: look there.");

    private static ChangeRefused NotDone(PendingChange pending) => new(
        pending.Target, pending.IdempotencyKey, pending.Action, "NotDone", "The answer was lost, and a later reading of the target shows that it was not done.");
}
