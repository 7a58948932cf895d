using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Tells a blocked account from one that cannot sign in for another reason. Pure.</summary>
internal static class Blocks
{
    /// <summary>Whether the target has the account blocked, and not dismissed alone.</summary>
    internal static bool IsBlocked(EntryState account) => !account.Enabled && account.Attributes[AttributeNames.Blocked] is null;

    /// <summary>
    /// Whether a block of ours was begun and did not come to its end: the account has no access any more, and is not blocked. One that was dismissed by hand, and
    /// that we never set out to block, is left as it is.
    /// </summary>
    internal static bool IsUnfinished(EntryState account, AccountLink link) => link.BlockBegun is not null && !account.Enabled && !IsBlocked(account);
}
