using System.CommandLine;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>exceptions list/add/remove SYNC</c>: who and what is left as it is, by hand.</summary>
internal static class ExceptionCommands
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var command = new Command("exceptions", "Who is left as he is, in both directions: list, add, remove.") { List(runner, help), Add(runner, help), Remove(runner, help) };
        help.Add(command, "exceptions list staff", "exceptions add staff anna@corp.example --reason \"on leave\" --until 2027-06-30");
        return command;
    }

    private static Command List(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var command = new Command("list", "Everybody and everything excluded by hand, with who did it and why.") { name };
        help.Add(command, "exceptions list staff");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var rules = await session.Engine.ReadRulesAsync(sync, cancellationToken);
            context.Show(() => ExceptionsJson.Of(sync, rules), screen => RulesScreen.ShowExceptions(screen, rules, context.Now));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Add(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var people = People();
        var groups = GroupOption();
        var rows = RowOption();
        var plan = new Option<string?>("--plan") { Description = "The plan whose rows are meant. Default: the newest.", HelpName = "ID" };
        var reason = RuleSymbols.Reason();
        var until = RuleSymbols.Until();
        var yes = RuleSymbols.Yes();
        var command = new Command("add", "Excludes people or groups, after showing what that would do.") { name, people, groups, rows, plan, reason, until, yes };
        help.Add(
            command, "exceptions add staff anna@corp.example --reason \"on leave\" --until 2027-06-30", "exceptions add staff --row 3f2a91 --row 77c0de --reason \"consultants\"",
            "exceptions add staff --group Contractors --reason \"have accounts of their own\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = RuleSymbols.ReasonOf(parsed, reason);
            var end = RuleSymbols.UntilOf(parsed, until);
            RuleWork.EnsureAnswerable(context, parsed.GetValue(yes));
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var subjects = new RuleSubjects(session, sync);
            var keys = new List<EntryKey>();
            foreach (var text in parsed.GetValue(people) ?? [])
            {
                keys.Add(await subjects.PersonAsync(text, cancellationToken));
            }

            foreach (var text in parsed.GetValue(groups) ?? [])
            {
                keys.Add((await subjects.GroupAsync(text, cancellationToken)).Key);
            }

            if (parsed.GetValue(rows) is { Length: > 0 } wanted)
            {
                keys.AddRange(await subjects.RowsAsync(parsed.GetValue(plan), wanted, cancellationToken));
            }

            Require(keys);
            var count = Words.Count(keys.Count, "exception", "exceptions");
            return await new RuleWork(context, session, sync, new RuleWords(count, $"Store {count}?", $"Stored {count}"), parsed.GetValue(yes))
                .RunAsync([.. keys.Distinct().Select(key => RuleChange.Except(key, end))], why, cancellationToken);
        });
        return command;
    }

    private static Command Remove(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var people = new Argument<string[]>("WHO")
        {
            Description = "The anchor, address or name of what is excluded, as 'exceptions list' shows it.", Arity = ArgumentArity.OneOrMore,
        };
        var reason = RuleSymbols.Reason();
        var yes = RuleSymbols.Yes();
        var command = new Command("remove", "Ends exceptions, after showing what that would do.") { name, people, reason, yes };
        help.Add(command, "exceptions remove staff anna@corp.example --reason \"is back\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = RuleSymbols.ReasonOf(parsed, reason);
            RuleWork.EnsureAnswerable(context, parsed.GetValue(yes));
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var keys = RuleSubjects.Lifted(await session.Engine.ReadRulesAsync(sync, cancellationToken), sync, parsed.GetRequiredValue(people));
            var count = Words.Count(keys.Count, "exception", "exceptions");
            return await new RuleWork(context, session, sync, new RuleWords($"{count} lifted", $"Lift {count}?", $"Lifted {count}"), parsed.GetValue(yes))
                .RunAsync([.. keys.Distinct().Select(RuleChange.Lift)], why, cancellationToken);
        });
        return command;
    }

    private static void Require(List<EntryKey> keys)
    {
        if (keys.Count == 0)
        {
            throw new UsageException("Nobody is named.", "Name a PERSON, a --group or a --row.");
        }
    }

    private static Argument<string[]> People() => new("PERSON")
    {
        Description = "An email, an anchor, an account id or a login name.", Arity = ArgumentArity.ZeroOrMore,
    };

    private static Option<string[]> GroupOption() => new("--group")
    {
        Description = "A group: it is not entered when members of picked groups are looked for, and not kept as a role.", HelpName = "GROUP",
    };

    private static Option<string[]> RowOption() => new("--row")
    {
        Description = "A row of the plan: its id, or the first characters of it.", HelpName = "ROW",
    };
}
