using Spectre.Console;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The departments that a plan makes, under the new departments they stand in.</summary>
internal static class DepartmentTree
{
    internal static void Show(Screen screen, IReadOnlyList<PlanRow> departments)
    {
        if (departments.Count == 0)
        {
            return;
        }

        screen.Heading("Departments", $"{Words.Number(departments.Count)} New", Palette.Good);
        if (screen.Columns is null)
        {
            foreach (var row in departments)
            {
                screen.Line($"  {Path(row)}");
            }

            return;
        }

        var nodes = new Dictionary<string, IHasTreeNodes>(StringComparer.Ordinal);
        foreach (var row in departments)
        {
            var parent = row.Requires.Select(id => nodes.GetValueOrDefault(id)).FirstOrDefault(node => node is not null);
            if (parent is null)
            {
                nodes[row.Id] = new Tree(Label(Path(row), row)) { Guide = TreeGuide.Line, Style = Palette.Dim };
            }
            else
            {
                nodes[row.Id] = parent.AddNode(Label(row.Target?.Name ?? Path(row), row));
            }
        }

        screen.Write(new Padder(new Rows(nodes.Values.OfType<Tree>()), new Padding(2, 0, 0, 0)));
    }

    private static string Path(PlanRow row) => row.Changes.FirstOrDefault()?.To ?? row.Target?.Name ?? row.Id;

    private static Text Label(string text, PlanRow row) => new(
        Words.Clean(row.Selected ? text : $"{text} (only if a row that needs it is selected)"), row.Selected ? Palette.Good : Palette.Dim);
}
