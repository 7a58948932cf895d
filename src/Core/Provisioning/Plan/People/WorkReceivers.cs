using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Finds who takes over the open work of somebody who leaves: the first of the policy's candidates who has access and keeps it. Pure.
/// </summary>
internal sealed class WorkReceivers(PlanningWorld world)
{
    /// <summary>The person's manager, as the source names him or her.</summary>
    internal const string Manager = "manager";

    /// <summary>The manager of the account's department in the target.</summary>
    internal const string DepartmentManager = "departmentManager";

    /// <summary>Whether work is handed over at all.</summary>
    internal bool Wanted => world.Policy.TaskReceivers is not null;

    /// <summary>The person whose state must be at hand to find a receiver, or null.</summary>
    internal EntryKey? Needs(EntryState person) =>
        world.Policy.TaskReceivers?.Contains(Manager) == true && person.Attributes[AttributeNames.Manager] is { } manager
            ? new EntryKey(person.Key.System, EntryKind.Account, manager)
            : null;

    /// <summary>The receiver, or null when the policy names nobody who could be one.</summary>
    internal RowReceiver? Find(EntryState person, EntryState account)
    {
        foreach (var candidate in world.Policy.TaskReceivers ?? [])
        {
            var found = candidate switch
            {
                Manager => OfManager(person),
                DepartmentManager => world.Org.ManagerOf(account.Parent) is { } id ? new RowReceiver(id, null) : null,
                _ => new RowReceiver(candidate, null),
            };
            if (candidate is Manager or DepartmentManager && found is not null && world.IsFrozen(found.Id))
            {
                continue; // Only whom the policy names by id gets work in spite of an exception.
            }

            if (found is not null && found.Id != account.Key.Anchor && world.KeepsAccess(found.Id))
            {
                return found;
            }
        }

        return null;
    }

    private RowReceiver? OfManager(EntryState person) =>
        Needs(person) is { } key && world.Correlator.Person(key) is { } manager && manager.LinkTo(world.Target) is { } link
            ? new RowReceiver(link.AccountId, PersonNames.Of(manager))
            : null;
}
