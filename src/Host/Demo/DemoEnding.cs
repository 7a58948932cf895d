using Spectre.Console;

namespace SyncEngine.Host;

/// <summary>The last lines of the demo: what was shown, and how to go on.</summary>
internal static class DemoEnding
{
    internal static void Show(Screen screen, DemoStage stage, DemoSummary summary, bool keep)
    {
        screen.Title($"Done in {summary.Seconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} seconds");
        var table = Section.Table(
            Section.Column("Export", wrap: false), Section.Column("Plan", wrap: false), Section.Column("Selected", wrap: false), Section.Column("Held", wrap: false),
            Section.Column("Written to Pyrus", wrap: false));
        foreach (var plan in summary.Plans)
        {
            table.AddRow(
                Section.Cell(plan.Export), Section.Cell(plan.Plan[^Ids.PlanLength..]), Section.Cell(Words.Number(plan.Selected)),
                Section.Cell(Words.Number(plan.Held)), Section.Cell(Words.Number(plan.Writes)));
        }

        screen.Write(table);
        foreach (var fault in summary.Faults)
        {
            screen.Line(("Not as it should be: ", Palette.Bad), (fault, Palette.Plain));
        }

        if (keep)
        {
            Continue(screen, stage, summary);
        }
        else
        {
            screen.Line(("Database, emulator and folder are gone again. With --keep they stay, and you can go on by hand.", Palette.Dim));
        }
    }

    private static void Continue(Screen screen, DemoStage stage, DemoSummary summary)
    {
        var hints = Hints.Of(stage.Context);
        screen.Line(($"Everything is kept in {stage.Folder.Path}.", Palette.Strong));
        screen.Line(stage.Directory.Restarts.Count == 0 ? "Start the emulator again, in a terminal of its own:" : "Start the emulators again, each in a terminal of its own:");
        foreach (var restart in stage.Directory.Restarts)
        {
            screen.Line(($"  {hints.Bare(restart)}", Palette.Good));
        }

        screen.Line(($"  {hints.Bare($"emulate pyrus --port {Words.Number(stage.Emulator.BaseUrl.Port)} --data {stage.Folder.PyrusData}")}", Palette.Good));
        screen.Line("Then:");
        screen.Line(($"  {hints.Preview(DemoStage.Sync)}", Palette.Good));
        screen.Line(($"  {hints.History(summary.Person)}", Palette.Good));
    }
}
