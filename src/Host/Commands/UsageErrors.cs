using System.CommandLine;
using System.CommandLine.Parsing;

namespace SyncEngine.Host;

/// <summary>Reports a command line that cannot be understood: exit code 64.</summary>
internal static class UsageErrors
{
    internal static int Report(ParseResult parsed, IEnumerable<string> args, Surroundings surroundings)
    {
        var failure = new Failure(
            "Usage",
            UnknownCommand(parsed) ?? string.Join(' ', parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal)),
            $"'{Name(parsed.CommandResult, surroundings)} --help' shows what it takes, with an example.",
            ExitCodes.Usage);
        ErrorOutput.Write(new CommandContext(GlobalOptionSymbols.Guess(args), surroundings), failure);
        return ExitCodes.Usage;
    }

    private static string? UnknownCommand(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens is not [var text, ..])
        {
            return null;
        }

        var known = command.Subcommands.Select(c => c.Name).ToList();
        return $"There is no command '{text}'; there are: {string.Join(", ", known)}.{Suggestion.For(text, known)}";
    }

    private static string Name(CommandResult result, Surroundings surroundings) =>
        result.Parent is CommandResult parent ? $"{Name(parent, surroundings)} {result.Command.Name}" : Hints.CommandOf(surroundings);
}
