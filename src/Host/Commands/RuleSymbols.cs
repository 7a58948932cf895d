using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>Options that decisions about a sync's rules share.</summary>
internal static class RuleSymbols
{
    private const int CompletionsMax = 50;
    private static readonly TimeSpan CompletionTime = TimeSpan.FromSeconds(5);

    internal static Option<string> Reason() => new("--reason") { Description = "Why, in your words. Stored with your name.", Required = true, HelpName = "TEXT" };

    internal static Option<bool> Yes() => new("--yes") { Description = "Store it without a question." };

    internal static Option<string?> Until() => new("--until")
    {
        Description = "When it ends by itself: a day such as 2027-01-31, or a time such as 2027-01-31T18:00Z. UTC. Default: never.",
        HelpName = "TIME",
    };

    /// <exception cref="UsageException">The reason is empty.</exception>
    internal static string ReasonOf(ParseResult parsed, Option<string> option) => parsed.GetRequiredValue(option) is { } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new UsageException("--reason is empty.", "Say in a few words why; whoever reads it in two years will thank you.");

    /// <exception cref="UsageException">The text is no day and no time.</exception>
    internal static DateTimeOffset? UntilOf(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        string[] formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new UsageException($"--until {text} is no time.", "Write a day such as 2027-01-31, or a time such as 2027-01-31T18:00Z.");
    }

    /// <summary>Groups by name, with completion from what was read.</summary>
    internal static Argument<string[]> Groups(CommandRunner runner, Argument<string> sync)
    {
        var groups = new Argument<string[]>("GROUP")
        {
            Description = "A group by its DN, name, login name, address or anchor; a part of it will do where only one group has it.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        groups.CompletionSources.Add(completion => Complete(runner, sync, completion));
        return groups;
    }

    /// <summary>Candidates from the store. A shell that asks for completions gets none where anything stands in the way, never an error.</summary>
    private static IEnumerable<CompletionItem> Complete(CommandRunner runner, Argument<string> sync, CompletionContext completion)
    {
        using var enough = new CancellationTokenSource(CompletionTime);
        try
        {
            return Task.Run(() => CandidatesAsync(runner, completion.ParseResult, sync, completion.WordToComplete, enough.Token), enough.Token)
                .WaitAsync(enough.Token).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // A broken configuration must not spoil the line that a person is typing.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    private static async Task<IEnumerable<CompletionItem>> CandidatesAsync(
        CommandRunner runner, ParseResult parsed, Argument<string> sync, string word, CancellationToken cancellationToken)
    {
        var context = runner.ContextOf(parsed);
        await using var session = await context.OpenEngineAsync(cancellationToken);
        var groups = await session.Engine.FindGroupsAsync(session.Sync(parsed.GetRequiredValue(sync)), word, CompletionsMax, cancellationToken);
        return groups.Select(group => new CompletionItem(group.Attributes[AttributeNames.Name] ?? group.Key.Anchor, detail: group.Attributes[AttributeNames.Address]));
    }
}
