using Spectre.Console;
using Spectre.Console.Rendering;

namespace SyncEngine.Host;

/// <summary>Headings and boxes; where there is no width to fill they are plain lines.</summary>
internal static class Section
{
    /// <summary>Blanks between two columns.</summary>
    internal const int ColumnGap = 2;

    internal static void Heading(this Screen screen, string title, string detail, Style style)
    {
        screen.Blank();
        if (screen.Columns is null)
        {
            screen.Line(detail.Length == 0 ? title : $"{title}: {detail}");
            return;
        }

        var text = detail.Length == 0
            ? Markup.Escape(title)
            : $"[bold]{Markup.Escape(title)}[/] · {Markup.Escape(detail)}";
        screen.Write(new Rule(text) { Justification = Justify.Left, Style = style });
    }

    /// <summary>The beginning of something new.</summary>
    internal static void Title(this Screen screen, string title)
    {
        screen.Blank();
        if (screen.Columns is null)
        {
            screen.Line(title);
            return;
        }

        screen.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left, Style = Palette.Accent, Border = BoxBorder.Double });
    }

    internal static void Box(this Screen screen, string title, Style style, params IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Select(Words.Clean));
        if (screen.Columns is null)
        {
            screen.Line($"{title}: {text}");
            return;
        }

        screen.Write(new Panel(new Text(text))
        {
            Header = new PanelHeader(Markup.Escape(title)),
            Border = BoxBorder.Rounded,
            BorderStyle = style,
            Padding = new Padding(1, 0),
        });
    }

    /// <summary>A table without lines: columns two blanks apart, so that nothing but text is there to be searched and copied.</summary>
    internal static Table Table(params ReadOnlySpan<TableColumn> columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    internal static TableColumn Column(string title, int? width = null, bool wrap = true) => new(new Text(title, Palette.Title))
    {
        Width = width,
        NoWrap = !wrap,
        Padding = new Padding(0, 0, ColumnGap, 0),
    };

    internal static IRenderable Cell(string? text, Style? style = null) => new Text(Words.Clean(text ?? ""), style);
}
