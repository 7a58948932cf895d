using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>What stands for the reading of a source that could not even be begun, where there are others: an incomplete one, with the reason.</summary>
internal static class SourceDown
{
    /// <summary>The longest reason that is kept: an error may quote a whole answer.</summary>
    private const int ReasonLengthMax = 1_000;

    private const string Code = "SourceDown";

    internal static Receipt ReceiptOf(SystemName source, ConnectedSystemException error)
    {
        var reason = $"{error.Message} [{error.Code}] {error.Remedy}".Trim();
        return new Receipt
        {
            System = source,
            Complete = false,
            Identity = "",
            Problems = [new ReadProblem(Code, reason.Length <= ReasonLengthMax ? reason : reason[..ReasonLengthMax])],
        };
    }

    internal static bool Is(Receipt receipt) => receipt.Problems.Any(problem => problem.Code == Code);
}
