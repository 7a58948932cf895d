using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Finds plans and rows by what people type.</summary>
internal static class Plans
{
    private const int Looked = 1_000;
    private const int TextMin = 4;

    internal static async Task<bool> IsApprovedAsync(ISyncEngine engine, PlanInFull plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (plan.Held.Length == 0)
        {
            return false;
        }

        var views = await engine.ListPlansAsync(plan.Sync, Looked, cancellationToken);
        return views.FirstOrDefault(view => view.Id == plan.Id)?.IsApproved(plan.Fingerprint, now) == true;
    }

    /// <summary>The plan that a whole id, or its first or last characters, names.</summary>
    /// <exception cref="PlanException">None, or several.</exception>
    internal static async Task<PlanInFull> FindAsync(ISyncEngine engine, string text, CancellationToken cancellationToken) =>
        await PlanInFull.ReadAsync(engine, await FindHeaderAsync(engine, text, cancellationToken), cancellationToken);

    /// <summary>As <see cref="FindAsync"/>, without the rows.</summary>
    /// <exception cref="PlanException">None, or several.</exception>
    internal static async Task<Plan> FindHeaderAsync(ISyncEngine engine, string text, CancellationToken cancellationToken)
    {
        var id = PlanId.TryParse(text) ?? await ByPartAsync(engine, text, cancellationToken);
        return await engine.FindPlanAsync(id, cancellationToken)
            ?? throw new PlanException("PlanUnknown", $"There is no plan '{text}'.", "List the plans: plan list SYNC.") { Plan = id };
    }

    private static async Task<PlanId> ByPartAsync(ISyncEngine engine, string text, CancellationToken cancellationToken)
    {
        var found = new List<PlanId>();
        foreach (var sync in text.Length < TextMin ? [] : engine.Syncs)
        {
            var views = await engine.ListPlansAsync(sync, Looked, cancellationToken);
            found.AddRange(views.Select(view => view.Id).Where(id =>
                id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase) || id.ToString().EndsWith(text, StringComparison.OrdinalIgnoreCase)));
        }

        return found switch
        {
            [var only] => only,
            [] => throw new PlanException(
                "PlanUnknown", $"There is no plan '{text}'.", $"List the plans with 'plan list SYNC'; at least {TextMin} characters of an id are needed."),
            _ => throw new PlanException(
                "PlanAmbiguous", $"'{text}' can be {Words.Count(found.Count, "plan", "plans")}: {string.Join(", ", found.Take(5))}.", "Give more of the id."),
        };
    }

    /// <summary>The ids of the rows that people's texts begin.</summary>
    /// <exception cref="UsageException">A text names no row, or several.</exception>
    internal static IEnumerable<string> RowsOf(PlanInFull plan, string option, IEnumerable<string> texts) => texts.Select(text =>
    {
        var found = plan.Rows.Where(row => text.Length >= TextMin && row.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select(row => row.Id).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new UsageException(
                $"{option} {text}: plan {Ids.Short(plan.Id)} has no such row.", $"Take the id from the first column of 'plan show {Ids.Short(plan.Id)}'."),
            _ => throw new UsageException(
                $"{option} {text} can be {Words.Count(found.Count, "row", "rows")}: {string.Join(", ", found.Take(5))}.", "Give more of the id."),
        };
    }).ToList();
}
