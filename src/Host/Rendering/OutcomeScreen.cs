using Spectre.Console;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>What a sync did: counts for each kind of row, then every row that was not simply applied.</summary>
internal static class OutcomeScreen
{
    internal static void Show(Screen screen, PlanInFull plan, ApplyReport report, Hints hints)
    {
        if (report.AppliedBefore)
        {
            screen.Line($"Plan {Ids.Short(plan.Id)} was applied before, by run {Ids.Short(report.Run)}; nothing was done now.");
            return;
        }

        var outcomes = report.Outcomes.ToDictionary(o => o.RowId, StringComparer.Ordinal);
        Counts(screen, plan, outcomes, report);
        var notSimple = plan.Rows
            .Where(row => outcomes.GetValueOrDefault(row.Id) is { } outcome && IsTold(outcome, screen))
            .ToList();
        if (notSimple.Count > 0)
        {
            screen.Heading("Not simply applied", Words.Count(notSimple.Count, "row", "rows"), Palette.Warning);
            RowTable.Show(screen, plan, notSimple, Ids.RowLength(plan.Rows), new PlanScreenOptions { Hints = hints, Outcomes = outcomes });
        }

        var leavers = notSimple.Where(row => row.Status == RowStatus.Block && outcomes[row.Id].Result is RowResult.Refused or RowResult.Unknown).ToList();
        if (leavers.Count > 0)
        {
            screen.Box(
                "People who left still have access", Palette.Bad,
                $"{Words.Count(leavers.Count, "account", "accounts")} of {plan.Reads[^1].System} could not be blocked, or it is not known: {string.Join(", ", leavers.Select(RowTexts.Name).Take(10))}.",
                "Block them by hand now; the table above says why.");
        }

        if (report.Count(RowResult.Held) > 0)
        {
            screen.Box(
                "Held", Palette.Warning,
                $"{Words.Count(report.Count(RowResult.Held), "row waits", "rows wait")} for an approval. A plan is applied once, so prepare a new one, approve it, and sync:",
                hints.Preview(plan.Sync));
        }

        if (report.Suspended is { } suspended)
        {
            screen.Box("The run stopped before its end", Palette.Bad, suspended, $"The rest waits. When it is put right: {hints.Sync(plan.Sync)}");
        }
    }

    /// <summary>Held rows were shown with the plan, and have one reason: on a screen their number says it.</summary>
    private static bool IsTold(RowOutcome outcome, Screen screen) => outcome.Result switch
    {
        RowResult.Applied => outcome.Text is not null, // something was left out, and the text says what
        RowResult.NotSelected => false,
        RowResult.Held => screen.Columns is null,
        _ => true,
    };

    private static void Counts(Screen screen, PlanInFull plan, Dictionary<string, RowOutcome> outcomes, ApplyReport report)
    {
        screen.Heading("Sync", $"run {Ids.Short(report.Run)}", Palette.Good);
        var table = Section.Table(Section.Column("Rows", wrap: false), Section.Column("Outcome"));
        foreach (var group in plan.Rows.Where(row => row.Effects.Length > 0).GroupBy(KindOf).OrderBy(group => group.Key.Order))
        {
            var results = group.GroupBy(row => outcomes.GetValueOrDefault(row.Id)?.Result ?? RowResult.NotSelected).OrderBy(r => r.Key)
                .Select(r => $"{Words.Number(r.Count())} {Text(r.Key)}");
            table.AddRow(Section.Cell(group.Key.Name), Section.Cell(string.Join(", ", results)));
        }

        if (table.Rows.Count > 0)
        {
            screen.Write(table);
        }

        screen.Line($"{Words.Count(report.Outcomes.Sum(o => o.Writes), "write", "writes")} to {plan.Reads[^1].System}.");
    }

    private static (int Order, string Name) KindOf(PlanRow row) => row.Kind switch
    {
        RowKind.Department when row.Status == RowStatus.Update => (100, "Department manager"),
        RowKind.Department => (-1, "Department"),
        RowKind.Role => (101, "Role"),
        RowKind.Membership => (102, "Member of a role"),
        _ => ((int)row.Status, row.Status.ToString()),
    };

    internal static string Text(RowResult result) => result switch
    {
        RowResult.Applied => "applied",
        RowResult.AlreadySo => "already so",
        RowResult.Refused => "refused",
        RowResult.Stale => "stale",
        RowResult.Unknown => "unknown",
        RowResult.NotSelected => "not selected",
        RowResult.Held => "held",
        _ => "deferred",
    };
}
