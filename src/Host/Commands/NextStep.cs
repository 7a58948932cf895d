using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The last line of a plan: what to type next.</summary>
internal static class NextStep
{
    internal static void Show(Screen screen, PlanInFull plan, bool approved, Hints hints)
    {
        screen.Blank();
        var count = plan.Rows.Count(row => !RowTexts.IsNewDepartment(row) && Applies(plan, row, approved));
        if (count > 0)
        {
            screen.Line(("Apply it: ", Palette.Strong), (hints.Sync(plan.Sync), Palette.Good), ($"   ({Words.Count(count, "row", "rows")} selected)", Palette.Dim));
        }
        else if (plan.Held.Length > 0 && !approved)
        {
            screen.Line(("All selected rows are held. Approve them: ", Palette.Strong), (hints.Approve(plan.Id), Palette.Good));
        }
        else
        {
            var open = plan.Rows.Count(row => row.Effects.Length > 0);
            screen.Line(
                ("Nothing to do.", Palette.Good),
                (open == 0 ? "" : $" {Words.Count(open, "row is", "rows are")} left to a person's decision: sync {plan.Sync} --include ROW", Palette.Dim));
        }
    }

    internal static bool Applies(PlanInFull plan, PlanRow row, bool approved) => plan.Takes(row) && (row.Held is null || approved);
}
