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

    internal static Argument<string> Plan() => new("ID") { Description = "The plan's id, or its first or last characters." };
}
