using Spectre.Console;
using System.Globalization;
using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>One person's story as a timeline, by day and run.</summary>
internal static class HistoryScreen
{
    internal static void Show(Screen screen, PersonHistory history)
    {
        screen.Line((history.Name, Palette.Strong), ($"  {history.Person.System} {history.Person.Anchor}", Palette.Dim));
        foreach (var account in history.Accounts)
        {
            screen.Line(($"  account {account.Anchor} of {account.System}", Palette.Dim));
        }

        screen.Blank();
        var table = Section.Table(
            Section.Column("When (UTC)", wrap: false), Section.Column("Run", wrap: false), Section.Column("By", wrap: false), Section.Column("What happened"));
        HistoryItem? before = null;
        foreach (var item in history.Items)
        {
            var sameRun = screen.Columns is not null && before?.Run == item.Run;
            table.AddRow(
                Section.Cell(sameRun ? item.At.UtcDateTime.ToString("           HH:mm:ss", CultureInfo.InvariantCulture) : Words.Second(item.At), Palette.Dim),
                Section.Cell(sameRun ? "" : Ids.Short(item.Run), Palette.Dim),
                Section.Cell(sameRun ? "" : item.Actor.Name, Palette.Dim),
                Section.Cell(item.Text, StyleOf(item.Type)));
            before = item;
        }

        screen.Write(table);
        screen.Line(($"{Words.Count(history.Items.Length, "event", "events")}; --json has all they hold.", Palette.Dim));
    }

    private static Style StyleOf(string type) => type switch
    {
        _ when type.StartsWith("entry_disabled", StringComparison.Ordinal) || type.StartsWith("entry_disappeared", StringComparison.Ordinal) => Palette.Bad,
        _ when type.StartsWith("change_refused", StringComparison.Ordinal) || type.StartsWith("change_unknown", StringComparison.Ordinal) => Palette.Bad,
        _ when type.StartsWith("change_confirmed", StringComparison.Ordinal) => Palette.Good,
        _ when type.StartsWith("account_", StringComparison.Ordinal) => Palette.Accent,
        _ when type.StartsWith("entry_missed", StringComparison.Ordinal) => Palette.Warning,
        _ => Palette.Plain,
    };
}
