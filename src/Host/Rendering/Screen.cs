using Spectre.Console;
using Spectre.Console.Rendering;

namespace SyncEngine.Host;

/// <summary>
/// One output as people see it. On a terminal: colours, and tables that fit its width. Anywhere else: plain text, nothing wrapped or cut, so
/// that it can be searched.
/// </summary>
internal sealed class Screen
{
    /// <summary>Narrower is taken for this: below it no table is readable.</summary>
    internal const int ColumnsMin = 60;

    private const int Unlimited = 100_000;
    private readonly IAnsiConsole console;

    internal Screen(TextWriter writer, bool terminal, bool colours, int? columns)
    {
        Terminal = terminal;
        Ansi = terminal && colours;
        Columns = columns;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, // without it the library colours the process' own console behind the writer's back, even with no colours
            ColorSystem = Ansi ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = Ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(Ansi ? writer : new TrimmingWriter(writer)),
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = columns ?? Unlimited;
    }

    /// <summary>Whether a person watches.</summary>
    internal bool Terminal { get; }

    /// <summary>Whether colours and moving the cursor work.</summary>
    internal bool Ansi { get; }

    /// <summary>The width that output has to fit into; null when there is none.</summary>
    internal int? Columns { get; }

    /// <summary>For live output only.</summary>
    internal IAnsiConsole Console => console;

    internal void Write(IRenderable renderable)
    {
        console.Write(Ansi ? renderable : new Unstyled(renderable));
        console.Profile.Out.Writer.Flush();
    }

    internal void Line(params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        var paragraph = new Paragraph();
        foreach (var (text, style) in parts)
        {
            paragraph.Append(Words.Clean(text), style);
        }

        paragraph.Append("\n");
        Write(paragraph);
    }

    internal void Line(string text) => Line((text, Palette.Plain));

    internal void Blank() => Write(Text.NewLine);
}
