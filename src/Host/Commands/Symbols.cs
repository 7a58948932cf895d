using System.CommandLine;

namespace SyncEngine.Host;

/// <summary>Arguments that several commands take.</summary>
internal static class Symbols
{
    internal static Argument<string> Sync() => new("SYNC") { Description = "The name of the sync, as under Syncs in the configuration." };

    internal static Argument<string?> OptionalSync() => new("SYNC")
    {
        Description = "The name of the sync. Default: all of them.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal static Option<string[]> Many(string option, string helpName, string description) => new(option)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Values given one by one, or with commas between.</summary>
    internal static IEnumerable<string> Parts(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    internal static Argument<string> Plan() => new("ID") { Description = "The plan's id, or its first or last characters." };
}
