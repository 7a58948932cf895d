using Spectre.Console;
using Spectre.Console.Rendering;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Exceptions, filters and picked groups as tables.</summary>
internal static class RulesScreen
{
    internal static void ShowExceptions(Screen screen, SyncRules rules, DateTimeOffset now)
    {
        if (rules.Exceptions.Length == 0)
        {
            screen.Line(("Nobody is excluded.", Palette.Dim));
            return;
        }

        var table = Section.Table(
            Section.Column("Who"), Section.Column("Anchor"), Section.Column("By"), Section.Column("Why"), Section.Column("Until", wrap: false), Section.Column("Now"));
        foreach (var view in rules.Exceptions)
        {
            table.AddRow(
                Section.Cell(view.Name is null ? "(never seen)" : view.Email is null ? view.Name : $"{view.Name}, {view.Email}"),
                Section.Cell(view.Exclusion.Key.Anchor, Palette.Dim),
                Section.Cell(view.Exclusion.By.Name), Section.Cell(view.Exclusion.Reason), Until(view.Exclusion.Until),
                Section.Cell(StateOf(view, now), view.KeepsAccess ? Palette.Bad : view.State == ExceptionState.InForce ? Palette.Plain : Palette.Dim));
        }

        screen.Write(table);
    }

    internal static void ShowFilters(Screen screen, SyncRules rules)
    {
        if (rules.Filters.Length == 0)
        {
            screen.Line(("There is no filter.", Palette.Dim));
            return;
        }

        var table = Section.Table(
            Section.Column("About", wrap: false), Section.Column("Field"), Section.Column("Contains"), Section.Column("Covers", wrap: false), Section.Column("By"),
            Section.Column("Why"), Section.Column("Until", wrap: false));
        foreach (var view in rules.Filters)
        {
            table.AddRow(
                Section.Cell(view.Filter.Kind == EntryKind.Group ? "groups" : "people", view.InForce ? Palette.Plain : Palette.Dim), Section.Cell(view.Filter.Field),
                Section.Cell(view.Filter.Text, Palette.Strong), Section.Cell(view.InForce ? Words.Number(view.Covers) : "ended"), Section.Cell(view.Filter.By.Name),
                Section.Cell(view.Filter.Reason), Until(view.Filter.Until));
        }

        screen.Write(table);
        screen.Line(("Any one that finds its text is enough.", Palette.Dim));
    }

    internal static void ShowGroups(Screen screen, SyncRules rules, IReadOnlyList<EntryState>? found)
    {
        if (found is not null)
        {
            ShowFound(screen, found);
            return;
        }

        var picked = rules.Groups ?? [];
        if (rules.Everyone)
        {
            screen.Line("No group is picked for people: everyone is in scope.");
        }
        else if (picked.All(group => group.Use != GroupUse.People))
        {
            screen.Line(("The list of picked groups is empty: nobody is in scope.", Palette.Warning));
        }

        if (picked.Length == 0)
        {
            return;
        }

        var table = Section.Table(
            Section.Column("Group"), Section.Column("Anchor"), Section.Column("For", wrap: false), Section.Column("Members", wrap: false), Section.Column("By"), Section.Column("Why"));
        foreach (var view in picked)
        {
            table.AddRow(
                Section.Cell(view.Name), Section.Cell(view.Group.Anchor, Palette.Dim), Section.Cell(view.Use == GroupUse.Roles ? "roles" : "people"),
                Section.Cell(view.There ? Words.Number(view.Members) : "not there", view.There ? Palette.Plain : Palette.Bad),
                Section.Cell(view.Chosen?.By.Name ?? "configuration"), Section.Cell(view.Chosen?.Reason));
        }

        screen.Write(table);
    }

    private static void ShowFound(Screen screen, IReadOnlyList<EntryState> found)
    {
        if (found.Count == 0)
        {
            screen.Line(("No group has that in its name, as far as was read.", Palette.Dim));
            return;
        }

        var table = Section.Table(Section.Column("Group"), Section.Column("Address"), Section.Column("Anchor"), Section.Column("Members", wrap: false));
        foreach (var group in found)
        {
            table.AddRow(
                Section.Cell(group.Attributes[AttributeNames.Name]), Section.Cell(group.Attributes[AttributeNames.Address], Palette.Dim),
                Section.Cell(group.Key.Anchor, Palette.Dim), Section.Cell(Words.Number(group.Members.Length)));
        }

        screen.Write(table);
    }

    private static string StateOf(ExceptionView view, DateTimeOffset now)
    {
        var inactive = view.InactiveSince is { } since ? $"not active in {view.Exclusion.Key.System} for {Words.Count(Math.Max(0, (int)(now - since).TotalDays), "day", "days")}" : null;
        return view switch
        {
            { State: ExceptionState.Ended } => "ended",
            { KeepsAccess: true } => $"keeps access, but is {inactive}",
            { State: ExceptionState.Dormant } => inactive is null ? "dormant: never seen" : $"dormant: gone, {inactive}",
            _ => inactive ?? "in force",
        };
    }

    private static IRenderable Until(DateTimeOffset? until) => Section.Cell(until is { } at ? Words.Minute(at) : "", Palette.Dim);
}
