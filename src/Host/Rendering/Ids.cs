using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Ids as people see and type them: short, and still meaning one thing.</summary>
internal static class Ids
{
    internal const int PlanLength = 8;
    private const int RowLengthMin = 6;

    /// <summary>The end of a plan's id: its beginning is the time, which neighbours share.</summary>
    internal static string Short(PlanId plan) => plan.ToString()[^PlanLength..];

    internal static string Short(RunId run) => run.ToString()[^PlanLength..];

    /// <summary>How many characters nearly surely tell so many rows apart; where they do not, a command that is given them says so.</summary>
    internal static int RowLength(int rows) => rows switch
    {
        <= 100 => RowLengthMin,
        <= 1_000 => RowLengthMin + 2,
        _ => 2 * RowLengthMin,
    };

    /// <summary>How many characters tell the rows of a plan apart.</summary>
    internal static int RowLength(IReadOnlyCollection<PlanRow> rows)
    {
        for (var length = RowLengthMin; ; length++)
        {
            if (rows.All(row => row.Id.Length <= length)
                || rows.Select(row => row.Id[..Math.Min(length, row.Id.Length)]).Distinct(StringComparer.Ordinal).Count() == rows.Count)
            {
                return length;
            }
        }
    }
}
