using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Accounts that no limit and no selection can touch.</summary>
internal static class ProtectedAccounts
{
    internal static bool IsSelf(EntryState account) => Has(account, "self");

    internal static bool IsAdministrator(EntryState account) => Has(account, "administrator");

    /// <summary>Why the account must not be blocked, or null.</summary>
    internal static string? ReasonAgainstBlock(EntryState account, PlanningWorld world)
    {
        if (IsSelf(account))
        {
            return $"But it is the account the engine itself signs in to {world.Target} with, which is never blocked.";
        }

        return IsAdministrator(account) && world.ActiveAdministrators <= world.LeavingAdministrators
            ? $"But it is the last administrator of {world.Target}, or one of the last who would all go at once; that is never done. Name another administrator there first."
            : null;
    }

    private static bool Has(EntryState account, string protection) =>
        account.Attributes.Values(AttributeNames.Protection).Contains(protection, StringComparer.Ordinal);
}
