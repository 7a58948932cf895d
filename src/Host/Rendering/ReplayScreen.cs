using Spectre.Console;
using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>Plans that were computed again from events alone, and whether the same came out.</summary>
internal static class ReplayScreen
{
    internal static void Show(Screen screen, IReadOnlyList<ReplayReport> reports)
    {
        var table = Section.Table(
            Section.Column("Plan", wrap: false), Section.Column("Events", wrap: false), Section.Column("Entries", wrap: false),
            Section.Column("Recorded", wrap: false), Section.Column("Computed again", wrap: false), Section.Column("", wrap: false));
        foreach (var report in reports)
        {
            table.AddRow(
                Section.Cell(Ids.Short(report.Plan)), Section.Cell(Words.Number(report.Events)), Section.Cell(Words.Number(report.Entries)),
                Section.Cell(report.Recorded.Abbreviated), Section.Cell(report.Recomputed.Abbreviated),
                Section.Cell(report.Same ? "same" : "DIFFERENT", report.Same ? Palette.Good : Palette.Bad));
        }

        screen.Write(table);
        foreach (var other in reports.Where(r => !r.Same))
        {
            screen.Line(($"Plan {Ids.Short(other.Plan)} was prepared by engine {other.Engine}. If that is this version too, events were changed after the fact.", Palette.Warning));
        }
    }
}
