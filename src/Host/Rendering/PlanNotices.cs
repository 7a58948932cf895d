using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>What explains many rows at once, and what holds rows back.</summary>
internal static class PlanNotices
{
    internal static void Show(Screen screen, PlanInFull plan, PlanScreenOptions options)
    {
        if (plan.Findings.Length + plan.Held.Length > 0)
        {
            screen.Blank();
        }

        foreach (var finding in plan.Findings)
        {
            var title = finding.Rows == 0 ? finding.Code : $"{finding.Code}, {Words.Count(finding.Rows, "row", "rows")}";
            screen.Box(title, finding.Code == "ReadIncomplete" ? Palette.Bad : Palette.Accent, finding.Text);
        }

        foreach (var held in plan.Held)
        {
            screen.Box(
                options.Approved ? $"Approved: {held.Limit}" : $"Held: {held.Limit}",
                options.Approved ? Palette.Good : Palette.Warning,
                options.Approved ? [Sentence(held)] : [Sentence(held), $"These rows wait for an approval of this plan: {options.Hints.Approve(plan.Id)}"]);
        }
    }

    internal static string Sentence(HeldLimit held)
    {
        var limits = new List<string>();
        if (held.Max is { } max)
        {
            limits.Add($"more than {Words.Number(max)}");
        }

        if (held.Percent is { } percent)
        {
            limits.Add($"more than {Words.Number(percent)} % of the {Words.Count(held.Base, "person", "people")} with access");
        }

        return $"{Words.Count(held.Count, "row", "rows")}; by itself a sync does not change {string.Join(" or ", limits)} for this reason.";
    }
}
