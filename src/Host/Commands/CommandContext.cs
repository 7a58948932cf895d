namespace SyncEngine.Host;

/// <summary>One command at work: its global options, its surroundings, and where it writes.</summary>
internal sealed class CommandContext
{
    internal CommandContext(GlobalOptions options, Surroundings surroundings)
    {
        Options = options;
        Around = surroundings;
        var colours = !options.NoColor && !(surroundings.Environment.TryGetValue("NO_COLOR", out var no) && no.Length > 0);
        Screen = new Screen(surroundings.Out, surroundings.OutIsTerminal, colours, surroundings.Columns);
        ErrorScreen = new Screen(surroundings.Error, surroundings.ErrorIsTerminal, colours, surroundings.Columns);
    }

    internal GlobalOptions Options { get; }

    internal Surroundings Around { get; }

    internal bool Json => Options.Json;

    /// <summary>Standard output: results.</summary>
    internal Screen Screen { get; }

    /// <summary>Standard error: progress, questions and errors.</summary>
    internal Screen ErrorScreen { get; }

    internal DateTimeOffset Now => Around.Time.GetUtcNow();

    internal Task<EngineSession> OpenEngineAsync(CancellationToken cancellationToken) => Around.OpenEngine(this, cancellationToken);

    /// <summary>Writes the result: JSON when it was asked for, else what the screen shows.</summary>
    internal void Show<T>(Func<T> json, Action<Screen> screen)
    {
        if (Json)
        {
            JsonOutput.Write(Around.Out, json());
        }
        else
        {
            screen(Screen);
        }
    }
}
