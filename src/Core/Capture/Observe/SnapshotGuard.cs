using System.Globalization;

namespace SyncEngine.Capture;

/// <summary>
/// Distrusts a receipt that is too good to be true: a complete reading that shows nobody, while people are known, is what lost rights look
/// like. Pure; can only turn complete into incomplete.
/// </summary>
internal static class SnapshotGuard
{
    /// <summary>Records that cannot be kept (no anchor, or one too long) are set aside and said; what was set aside was not seen.</summary>
    internal static Receipt WithUnusable(Receipt receipt, int count) => count == 0 ? receipt : receipt with
    {
        Complete = false,
        Problems = receipt.Problems.Add(new ReadProblem(
            "AnchorUnusable",
            string.Create(CultureInfo.InvariantCulture, $"{count} record(s) of '{receipt.System}' have no anchor or one too long to keep; they were set aside."))),
    };

    internal static Receipt Judge(Receipt receipt, int accountsSeen, int accountsKnown)
    {
        if (!receipt.Complete || receipt.Mode != ReadMode.Full || accountsSeen > 0 || accountsKnown == 0)
        {
            return receipt;
        }

        return receipt with
        {
            Complete = false,
            Problems = receipt.Problems.Add(new ReadProblem(
                "EmptyRead",
                $"'{receipt.System}' answered cleanly but showed no account, while {accountsKnown} are known. That is what lost rights look like, " +
                "so nothing is concluded from it. Check the rights of the account that reads, and the base.")),
        };
    }

    /// <summary>Who asked for changes and got everything did not get what the reading of changes needs: everything is read again, as such.</summary>
    internal static Receipt NoDelta(Receipt receipt) => receipt with
    {
        Complete = false,
        FullReadNeeded = true,
        Problems = receipt.Problems.Add(new ReadProblem("NoChangesTold", $"'{receipt.System}' was asked for its changes and did not tell them.")),
    };

    /// <summary>
    /// People of a unit that is hidden together with them: the system has no tombstone of the unit, and nothing tells a deleted unit from one that the
    /// account that reads lost its rights on.
    /// </summary>
    internal static Receipt UnitsHidden(Receipt receipt, int people, int units) => receipt with
    {
        Complete = false,
        Problems = receipt.Problems.Add(new ReadProblem(
            "UnitUnreadable",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{people} account(s) that '{receipt.System}' does not show were last seen in {units} unit(s) that cannot be read either, and without tombstones. ") +
            "That is what a lost right looks like, so nothing is concluded from it. Check the rights of the account that reads on these units; where they were " +
            "deleted, let it see deleted objects, so that their tombstones prove it.")),
    };
}
