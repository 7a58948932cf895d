using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Rows by status, and the people that need nothing: every status is there, in the order of the vocabulary.</summary>
internal static class CountsJson
{
    internal static Dictionary<string, int> Of(PlanCounts counts)
    {
        var result = Enum.GetValues<RowStatus>().ToDictionary(status => status.ToString(), status => counts[status], StringComparer.Ordinal);
        result["Noop"] = counts.Noop;
        result["OutOfScope"] = counts.OutOfScope;
        return result;
    }
}
