using System.Text;

namespace SyncEngine.Host;

/// <summary>What a command may touch of the world around it. Tests give their own.</summary>
internal sealed record Surroundings
{
    internal required TextWriter Out { get; init; }

    internal required TextWriter Error { get; init; }

    internal required TextReader In { get; init; }

    internal bool OutIsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    internal bool InIsTerminal { get; init; }

    /// <summary>How wide the output is, in characters; null where nothing limits it.</summary>
    internal int? Columns { get; init; }

    internal required IReadOnlyDictionary<string, string> Environment { get; init; }

    internal required string WorkingFolder { get; init; }

    /// <summary>The user's configuration folder, in which <c>syncengine/syncengine.json</c> is looked for.</summary>
    internal required string ConfigurationFolder { get; init; }

    /// <summary>Who runs the command: the actor of what it does.</summary>
    internal required string UserName { get; init; }

    internal required TimeProvider Time { get; init; }

    /// <summary>Loads the configuration and puts the engine together.</summary>
    internal required Func<CommandContext, CancellationToken, Task<EngineSession>> OpenEngine { get; init; }

    internal static Surroundings OfThisProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        if (!Console.IsOutputRedirected && OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        return new Surroundings
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            InIsTerminal = !Console.IsInputRedirected,
            Columns = ColumnsOf(environment),
            Environment = environment,
            WorkingFolder = System.Environment.CurrentDirectory,
            ConfigurationFolder = System.Environment.GetFolderPath(
                System.Environment.SpecialFolder.ApplicationData, System.Environment.SpecialFolderOption.DoNotVerify),
            UserName = System.Environment.UserName is { Length: > 0 } name ? name : "unknown",
            Time = TimeProvider.System,
            OpenEngine = EngineComposition.OpenAsync,
        };
    }

    /// <summary>COLUMNS, where a person has set it; else the terminal's width; a file or pipe has none.</summary>
    private static int? ColumnsOf(Dictionary<string, string> environment)
    {
        if (environment.TryGetValue("COLUMNS", out var text)
            && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var columns) && columns >= Screen.ColumnsMin)
        {
            return columns;
        }

        return Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, Screen.ColumnsMin);
    }
}
