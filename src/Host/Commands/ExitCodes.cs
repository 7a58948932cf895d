using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>
/// The exit codes of the console, a promise to scripts. When several hold, the one that most needs a person wins: error, then incomplete, then
/// held, then waiting.
/// </summary>
internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Error = 1;

    /// <summary>Changes are waiting (<c>preview</c>), or some rows failed, were stale or were left over (<c>sync</c>).</summary>
    internal const int Waiting = 2;

    internal const int Held = 3;

    /// <summary>A reading was incomplete: nobody who depends on it loses access by the plan.</summary>
    internal const int Incomplete = 4;

    internal const int Usage = 64;

    private static readonly int[] ByWeight = [Error, Incomplete, Held, Waiting];

    /// <summary>Which of several exit codes wins.</summary>
    internal static int Worst(params IEnumerable<int> codes)
    {
        var all = codes.ToHashSet();
        return ByWeight.FirstOrDefault(all.Contains, Done);
    }

    internal static int OfPreview(PlanInFull plan, bool approved) => Worst(
        plan.Incomplete ? Incomplete : Done,
        plan.Held.Length > 0 && !approved ? Held : Done,
        plan.Rows.Any(row => plan.Takes(row) && (row.Held is null || approved)) ? Waiting : Done);

    internal static int OfSync(ApplyReport report, bool incomplete) => Worst(
        report.Suspended is null ? Done : Error,
        incomplete ? Incomplete : Done,
        report.Count(RowResult.Held) > 0 ? Held : Done,
        report.Outcomes.Any(o => o.Result is RowResult.Refused or RowResult.Stale or RowResult.Unknown or RowResult.Deferred) ? Waiting : Done);
}
