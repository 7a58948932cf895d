using Spectre.Console;
using SyncEngine.Audit;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>People in whom a search found something, with where.</summary>
internal static class PeopleScreen
{
    internal static void Show(Screen screen, IReadOnlyList<PersonMatch> page, string pattern, string? next)
    {
        if (page.Count == 0)
        {
            screen.Line(($"Nobody has '{pattern}'.", Palette.Dim));
            return;
        }

        var table = Section.Table(
            Section.Column("Name"), Section.Column("Email"), Section.Column("System", wrap: false), Section.Column("Unit"), Section.Column("Found in"));
        foreach (var match in page)
        {
            table.AddRow(
                Section.Cell(match.Name, match.Person.Enabled ? Palette.Plain : Palette.Dim), Section.Cell(match.Person.Attributes[AttributeNames.Email], Palette.Dim),
                Section.Cell(match.Person.Key.System.Value, Palette.Dim), Section.Cell(match.Path, Palette.Dim),
                Section.Cell(string.Join("; ", match.Matches.Select(m => $"{m.Field}: {m.Value}")), Palette.Accent));
        }

        screen.Write(table);
        screen.Line((next is null
            ? $"{Words.Count(page.Count, "person has", "people have")} '{pattern}'."
            : $"The first {Words.Number(page.Count)}; there are more: --after {next}", Palette.Dim));
    }
}
