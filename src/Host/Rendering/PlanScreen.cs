using SyncEngine.Capture;
using SyncEngine.Provisioning;
using Spectre.Console;

namespace SyncEngine.Host;

/// <summary>A plan as people read it: what it rests on, what explains it, the tabs, what to do next.</summary>
internal static class PlanScreen
{
    private static readonly PlanTab[] Tabs = [PlanTab.Add, PlanTab.Update, PlanTab.Block, PlanTab.Info];

    /// <summary>What the plan rests on, and how many rows each tab has.</summary>
    internal static void Overview(Screen screen, PlanInFull plan)
    {
        Header(screen, plan);
        TabCounts(screen, plan);
    }

    internal static void Show(Screen screen, PlanInFull plan, PlanScreenOptions options)
    {
        Overview(screen, plan);
        PlanNotices.Show(screen, plan, options);
        DepartmentTree.Show(screen, [.. plan.Rows.Where(row => row is { Kind: RowKind.Department, Tab: PlanTab.Add })]);
        var length = Ids.RowLength(plan.Rows);
        foreach (var tab in Tabs)
        {
            var rows = plan.Rows.Where(row => row.Tab == tab && !RowTexts.IsNewDepartment(row)).ToList();
            if (rows.Count > 0)
            {
                screen.Heading(tab.ToString(), Summary(rows), TabStyle(tab));
                RowTable.Show(screen, plan, rows, length, options);
            }
        }
    }

    private static void Header(Screen screen, PlanInFull plan)
    {
        var route = plan.Reads.Length == 2 ? $"{plan.Reads[0].System} -> {plan.Reads[1].System}" : "";
        screen.Line(
            (plan.Sync.Value, Palette.Strong), ("  ", Palette.Plain), (route, Palette.Accent),
            ($"  plan {Ids.Short(plan.Id)}, prepared {Words.Minute(plan.PreparedAt)}, fingerprint {plan.Fingerprint.Abbreviated}", Palette.Dim));
        var width = plan.Reads.Length == 0 ? 0 : plan.Reads.Max(read => read.System.Value.Length);
        foreach (var read in plan.Reads)
        {
            Read(screen, read, width);
        }
    }

    internal static void Read(Screen screen, Receipt read, int width)
    {
        var counts = $"{Words.Count(read.Accounts, "person", "people")}, {Words.Count(read.Groups, "group", "groups")}, {Words.Count(read.Units, "unit", "units")}";
        screen.Line(
            (read.Complete ? "  ok  " : "  !!  ", read.Complete ? Palette.Good : Palette.Bad),
            (read.System.Value.PadRight(width), Palette.Plain),
            (read.Complete ? "  complete    " : "  incomplete  ", read.Complete ? Palette.Good : Palette.Bad),
            (read.Mode == ReadMode.Delta ? $"changes only: {counts}" : counts, Palette.Plain),
            (read.Server is null ? "" : $"  {read.Server}", Palette.Dim));
        foreach (var problem in read.Problems)
        {
            screen.Line(("      ", Palette.Plain), (problem.Message, problem.Breaking ? Palette.Bad : Palette.Dim));
        }
    }

    private static void TabCounts(Screen screen, PlanInFull plan)
    {
        var listed = plan.Rows.Where(row => !RowTexts.IsNewDepartment(row)).ToList();
        var parts = new List<(string, Style)> { ("  ", Palette.Plain) };
        foreach (var tab in Tabs)
        {
            var count = listed.Count(row => row.Tab == tab);
            parts.Add(($"{tab} ", Palette.Plain));
            parts.Add((Words.Number(count), count == 0 ? Palette.Dim : TabStyle(tab)));
            parts.Add(("   ", Palette.Plain));
        }

        parts.Add(($"{Words.Number(plan.Counts.Noop)} need nothing, {Words.Number(plan.Counts.OutOfScope)} left out", Palette.Dim));
        screen.Line([.. parts]);
    }

    private static string Summary(IEnumerable<PlanRow> rows) => string.Join(
        ", ", rows.GroupBy(row => row.Status).OrderBy(group => group.Key).Select(group => $"{Words.Number(group.Count())} {group.Key}"));

    private static Style TabStyle(PlanTab tab) => tab switch
    {
        PlanTab.Add => Palette.Good,
        PlanTab.Update => Palette.Warning,
        PlanTab.Block => Palette.Bad,
        _ => Palette.Accent,
    };
}
