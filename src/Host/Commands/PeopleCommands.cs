using System.CommandLine;
using SyncEngine.Audit;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary><c>people search SYNC REGEX</c>: finds people in what is known of source and target.</summary>
internal static class PeopleCommands
{
    internal const int ShownMax = 200;

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var pattern = new Argument<string>("REGEX") { Description = "A regular expression, tried on each field by itself, ignoring case." };
        var max = new Option<int>("--max") { Description = $"At most so many people. Default: {ShownMax}.", HelpName = "N", DefaultValueFactory = _ => ShownMax };
        var after = new Option<string?>("--after") { Description = "Go on behind this person: the text that the page before ended with.", HelpName = "KEY" };
        var gone = new Option<bool>("--gone") { Description = "People who are gone too." };
        var search = new Command("search", "The people of both systems in whom a regular expression finds something.") { name, pattern, max, after, gone };
        help.Add(search, "people search staff \"^[0-9]\"", "people search staff \"sales.*paris\" --max 20");
        runner.Attach(search, async (context, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(pattern);
            SearchRules.EnsurePattern(wanted);
            var count = parsed.GetValue(max);
            if (count < 1)
            {
                throw new UsageException($"--max {count} is no number of people.", "Give 1 or more.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var query = new PeopleQuery { Max = count + 1, Gone = parsed.GetValue(gone), After = AfterOf(parsed.GetValue(after)) };
            var found = await session.Engine.SearchPeopleAsync(sync, wanted, query, cancellationToken).ToListAsync(cancellationToken);
            var page = found.Take(count).ToList();
            var next = found.Count > count ? page[^1].Person.Key.ToString() : null;
            context.Show(() => PeopleJson.Of(sync, wanted, page, next), screen => PeopleScreen.Show(screen, page, wanted, next));
            return ExitCodes.Done;
        });
        var command = new Command("people", "What is known of people: search.") { search };
        help.Add(command, "people search staff \"^[0-9]\"");
        return command;
    }

    private static EntryKey? AfterOf(string? text) => text is null ? null
        : text.Split('/', 3) is [{ Length: > 0 } system, "account", { Length: > 0 } anchor] ? new EntryKey(new SystemName(system), EntryKind.Account, anchor)
        : throw new UsageException($"--after {text} is no person's key.", "Give the text that the page before ended with, such as corp-ad/account/0f3c….");
}
