using Spectre.Console;
using Spectre.Console.Rendering;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>
/// The rows of one tab. Wide: a column for each thing. Medium: one column says who. Narrow: that, and one column for id and status. No width: one
/// line a row.
/// </summary>
internal sealed class RowTable
{
    private const int WideFrom = 150;
    private const int MediumFrom = 100;
    private const int NameMax = 26;
    private const int EmailMax = 34;
    private const int WhyMin = 36;
    private readonly Screen screen;
    private readonly PlanScreenOptions options;
    private readonly int idLength;

    private RowTable(Screen screen, PlanScreenOptions options, int idLength)
    {
        this.screen = screen;
        this.options = options;
        this.idLength = idLength;
    }

    internal static void Show(Screen screen, PlanInFull plan, IReadOnlyList<PlanRow> rows, int idLength, PlanScreenOptions options)
    {
        var groups = RowSample.Of(rows, options.RowsMax, options.SameReasonMax);
        var table = new RowTable(screen, options, idLength);
        screen.Write(screen.Columns < MediumFrom ? table.Narrow(groups) : screen.Columns < WideFrom ? table.Medium(groups) : table.Wide(groups));
        if (groups.Sum(group => group.More) is > 0 and var more)
        {
            screen.Line(($"  {Words.Number(more)} more of this tab: {options.Hints.ShowAll(plan.Id)}", Palette.Dim));
        }
    }

    private Table Wide(IReadOnlyList<RowGroup> groups)
    {
        var shown = groups.SelectMany(group => group.Rows).ToList();
        int[] widths =
        [
            idLength,
            Longest(shown.Select(State).Append("Sync"), 12),
            Longest(shown.Select(row => row.Status.ToString()).Append("Status"), 9),
            Longest(shown.Select(RowTexts.Name).Append("Name"), NameMax),
            Longest(shown.Select(RowTexts.Email).Append("Email"), EmailMax),
            Longest(shown.Select(RowTexts.Account).Append("Account"), 12),
        ];
        var left = screen.Columns - widths.Sum(width => width + Section.ColumnGap);
        var table = Section.Table(
            Section.Column("Row", Fixed(widths[0])), Section.Column(options.Outcomes is null ? "Sync" : "Outcome", Fixed(widths[1]), wrap: false),
            Section.Column("Status", Fixed(widths[2]), wrap: false), Section.Column("Name", Fixed(widths[3])), Section.Column("Email", Fixed(widths[4])),
            Section.Column("Account", Fixed(widths[5])), Section.Column("Why", left is { } why ? Math.Max(why, WhyMin) : null));
        Fill(table, groups, row =>
        [
            Id(row), StateCell(row), StatusCell(row), Section.Cell(RowTexts.Name(row)), Section.Cell(RowTexts.Email(row)),
            Section.Cell(RowTexts.Account(row)), Why(row),
        ]);
        return table;
    }

    private Table Medium(IReadOnlyList<RowGroup> groups)
    {
        var shown = groups.SelectMany(group => group.Rows).ToList();
        int[] widths =
        [
            idLength,
            Longest(shown.Select(State).Append("Sync"), 12),
            Longest(shown.Select(row => row.Status.ToString()).Append("Status"), 9),
            WhoWidth(shown, EmailMax),
        ];
        var table = Section.Table(
            Section.Column("Row", widths[0]), Section.Column(options.Outcomes is null ? "Sync" : "Outcome", widths[1], wrap: false),
            Section.Column("Status", widths[2], wrap: false), Section.Column("Who", widths[3]),
            Section.Column("Why", Math.Max(screen.Columns!.Value - widths.Sum(width => width + Section.ColumnGap), WhyMin)));
        Fill(table, groups, row => [Id(row), StateCell(row), StatusCell(row), Who(row), Why(row)]);
        return table;
    }

    private Table Narrow(IReadOnlyList<RowGroup> groups)
    {
        const int statusWidth = 9;
        var width = screen.Columns!.Value;
        var who = WhoWidth(groups.SelectMany(group => group.Rows), width / 3);
        var first = Math.Max(idLength, statusWidth);
        var table = Section.Table(
            Section.Column("Row", first), Section.Column("Who", who), Section.Column("Why", Math.Max(width - first - who - (2 * Section.ColumnGap), WhyMin / 2)));
        Fill(table, groups, row => [new Rows(StatusCell(row), Id(row), StateCell(row)), Who(row), Why(row)]);
        return table;
    }

    private static void Fill(Table table, IReadOnlyList<RowGroup> groups, Func<PlanRow, IRenderable[]> cells)
    {
        foreach (var group in groups)
        {
            foreach (var row in group.Rows)
            {
                table.AddRow(cells(row));
            }

            if (group.More > 0)
            {
                table.AddRow([.. Enumerable.Repeat(Section.Cell(""), table.Columns.Count - 1), MoreCell(group)]);
            }
        }
    }

    private static int WhoWidth(IEnumerable<PlanRow> rows, int max) =>
        Longest(rows.SelectMany(row => new[] { RowTexts.Name(row), RowTexts.Email(row), AccountLine(row) }).Append("Who"), max);

    private static Rows Who(PlanRow row)
    {
        var lines = new List<IRenderable> { Section.Cell(RowTexts.Name(row)) };
        lines.AddRange(new[] { RowTexts.Email(row), AccountLine(row) }.Where(text => text.Length > 0).Select(text => Section.Cell(text, Palette.Dim)));
        return new Rows(lines);
    }

    private static string AccountLine(PlanRow row) => RowTexts.Account(row) is { Length: > 0 } id ? row.Kind == RowKind.User ? $"account {id}" : id : "";

    private int? Fixed(int width) => screen.Columns is null ? null : width;

    private static int Longest(IEnumerable<string> texts, int max) => Math.Min(texts.Select(t => new Segment(t).CellCount()).DefaultIfEmpty(1).Max(), max);

    private IRenderable Id(PlanRow row) => Section.Cell(row.Id[..Math.Min(idLength, row.Id.Length)], Palette.Dim);

    private static IRenderable StatusCell(PlanRow row) => Section.Cell(row.Status.ToString(), Palette.Of(row.Status));

    private string State(PlanRow row) =>
        options.Outcomes is { } outcomes ? outcomes.GetValueOrDefault(row.Id)?.Result.ToString() ?? "" : RowTexts.Box(row, options.Choices.GetValueOrDefault(row.Id), options.Approved);

    private IRenderable StateCell(PlanRow row) => Section.Cell(
        State(row), options.Outcomes?.GetValueOrDefault(row.Id) is { } outcome ? Palette.Of(outcome.Result) : Palette.Dim);

    private IRenderable Why(PlanRow row)
    {
        var outcome = options.Outcomes?.GetValueOrDefault(row.Id);
        var answer = outcome is null ? null : string.Join(' ', new[] { outcome.Code, outcome.Text }.Where(text => !string.IsNullOrEmpty(text)));
        if (screen.Columns is null)
        {
            var parts = RowTexts.Changes(row).Prepend(RowTexts.Chosen(options.Choices.GetValueOrDefault(row.Id))).Prepend(row.Text).Append(answer).Where(text => !string.IsNullOrEmpty(text));
            return Section.Cell(string.Join(" | ", parts).Replace('\n', ' '));
        }

        var lines = new List<IRenderable> { Section.Cell(row.Text) };
        if (RowTexts.Chosen(options.Choices.GetValueOrDefault(row.Id)) is { } chosen)
        {
            lines.Add(Section.Cell(chosen, Palette.Strong));
        }

        lines.AddRange(RowTexts.Changes(row).Select(change => Section.Cell(change, Palette.Accent)));
        if (!string.IsNullOrEmpty(answer))
        {
            lines.Add(Section.Cell(answer, Palette.Of(outcome!.Result)));
        }

        return new Rows(lines);
    }

    private static IRenderable MoreCell(RowGroup group) =>
        Section.Cell($"… and {Words.Number(group.More)} more {group.Status} for the same reason ({group.Reason})", Palette.Dim);
}
