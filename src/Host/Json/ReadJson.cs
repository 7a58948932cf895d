using SyncEngine.Capture;

namespace SyncEngine.Host;

/// <summary>One reading that a plan or run rests on.</summary>
internal sealed record ReadJson(
    string System, bool Complete, int Users, int Groups, int Units, string Mode, string? Cursor, string? Server, IReadOnlyList<ReadProblem> Problems,
    IReadOnlyDictionary<string, string> Facts)
{
    internal static ReadJson Of(Receipt receipt) => new(
        receipt.System.Value,
        receipt.Complete,
        receipt.Accounts,
        receipt.Groups,
        receipt.Units,
        receipt.Mode == ReadMode.Full ? "full" : "delta",
        receipt.Cursor?.Value,
        receipt.Server,
        receipt.Problems,
        receipt.Facts.DistinctBy(fact => fact.Name).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal));
}
