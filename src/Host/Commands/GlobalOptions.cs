using System.CommandLine;

namespace SyncEngine.Host;

/// <summary>What the options that every command takes were given.</summary>
internal sealed record GlobalOptions(string? Config, bool Json, bool NoColor, bool Verbose);

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptionSymbols
{
    private readonly Option<string?> config = new("--config")
    {
        Description = "The configuration file. Default: syncengine.json here, then in your configuration folder.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<bool> json = new("--json")
    {
        Description = "The result as JSON on standard output, in a documented shape.",
        Recursive = true,
    };

    private readonly Option<bool> noColor = new("--no-color")
    {
        Description = "No colours. The environment variable NO_COLOR does the same.",
        Recursive = true,
    };

    private readonly Option<bool> verbose = new("--verbose")
    {
        Description = "The log on standard error, and the details of an error.",
        Recursive = true,
    };

    internal GlobalOptionSymbols(RootCommand root)
    {
        root.Add(config);
        root.Add(json);
        root.Add(noColor);
        root.Add(verbose);
    }

    internal GlobalOptions Read(ParseResult parsed) =>
        new(parsed.GetValue(config), parsed.GetValue(json), parsed.GetValue(noColor), parsed.GetValue(verbose));

    /// <summary>What can be known of them when the command line as a whole makes no sense.</summary>
    internal static GlobalOptions Guess(IEnumerable<string> args)
    {
        var given = args.ToHashSet(StringComparer.Ordinal);
        return new(null, given.Contains("--json"), given.Contains("--no-color"), Verbose: false);
    }
}
