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
}
