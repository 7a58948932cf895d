using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The events of establishing a link: the person's, and of a relink also those of the person who had the account before.</summary>
internal sealed class LinkWriter(PlanningWorld world, EntryWriter writer, Plan plan)
{
    internal IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> Events(EntryKey person, PlanRow row)
    {
        var target = world.Target;
        var accountId = row.Target!.Id!;
        var account = writer.StateOf(new EntryKey(target, EntryKind.Account, accountId));
        var state = writer.StateOf(person);
        var origin = row.Reason switch
        {
            Reason.Relink => LinkOrigin.Relinked,
            Reason.CreatedEarlier => LinkOrigin.Created,
            _ => LinkOrigin.Bound,
        };
        if (row.Reason == Reason.FurtherSource)
        {
            yield return Along([person], target, accountId, plan.Id).Single();
            yield break;
        }

        foreach (var before in world.Correlator.LinkedTo(accountId).Where(e => e.Key != person))
        {
            yield return (before.Key, [new AccountUnlinked(target, accountId, $"the account was moved to {person.Anchor} by plan {plan.Id}")]);
        }

        var events = new List<IEngineEvent> { new AccountLinked(target, accountId, origin, plan.Id, world.Fields.Agreed(state, account)) };
        events.AddRange(state.Pending
            .Where(p => p.Target == target && p.Action == ChangeAction.CreateAccount)
            .Select(p => new ChangeConfirmed(target, p.IdempotencyKey, p.Action, accountId, p.Fields, p.Fields, [], AlreadySo: true)));
        yield return (person, events);
        foreach (var further in Along((row.Further ?? []).Select(e => e.Person), target, accountId, plan.Id))
        {
            yield return further;
        }
    }

    /// <summary>The events that link entries of further sources to an account whose story another entry keeps.</summary>
    internal static IEnumerable<(EntryKey Key, IReadOnlyList<IEngineEvent> Events)> Along(IEnumerable<EntryKey> entries, SystemName target, string accountId, PlanId plan) =>
        entries.Select(key => (key, (IReadOnlyList<IEngineEvent>)[new AccountLinked(target, accountId, LinkOrigin.Along, plan)]));
}
