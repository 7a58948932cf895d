using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Chooses whose story is worth telling: somebody to whom the later sync really did something, and more than a phone number.</summary>
internal static class DemoPerson
{
    private static readonly Reason[] Telling = [Reason.ActiveAgain, Reason.SourceDisabled, Reason.SourceDeleted, Reason.FieldsChanged, Reason.NewInSource];

    internal static PlanRow Of(PlanInFull plan, ApplyReport report)
    {
        var applied = report.Outcomes.Where(o => o.Result == RowResult.Applied).Select(o => o.RowId).ToHashSet(StringComparer.Ordinal);
        var people = plan.Rows.Where(row => row.Source is not null).ToList();
        return people
            .Where(row => applied.Contains(row.Id) && row.Effects[0] != Effect.Link)
            .OrderBy(row => Array.IndexOf(Telling, row.Reason) is >= 0 and var place ? place : Telling.Length)
            .ThenByDescending(row => row.Changes.Length)
            .FirstOrDefault() ?? people[0];
    }
}
