using System.CommandLine;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>groups list/pick/unpick SYNC</c>: the groups whose members are the people of a sync, or that are kept as roles.</summary>
internal static class GroupCommands
{
    private const int ListedMax = 200;

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var command = new Command("groups", "The groups whose members are in scope: list, pick, unpick.") { List(runner, help), Pick(runner, help), Unpick(runner, help) };
        help.Add(command, "groups list staff", "groups pick staff \"Paris office\" --reason \"the pilot begins\"");
        return command;
    }

    private static Command List(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var part = new Argument<string?>("PART") { Description = "List groups of the source with this in their name, picked or not.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "The picked groups, or those that have a text in their name.") { name, part };
        help.Add(command, "groups list staff", "groups list staff paris");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var rules = await session.Engine.ReadRulesAsync(sync, cancellationToken);
            var found = parsed.GetValue(part) is { } text ? await session.Engine.FindGroupsAsync(sync, text, ListedMax, cancellationToken) : null;
            context.Show(() => GroupsJson.Of(sync, rules, found), screen => RulesScreen.ShowGroups(screen, rules, found));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Pick(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var groups = RuleSymbols.Groups(runner, name);
        var roles = new Option<bool>("--roles") { Description = "For roles: each group is kept as a role. Default: for people." };
        var reason = RuleSymbols.Reason();
        var yes = RuleSymbols.Yes();
        var command = new Command("pick", "Picks groups: their members are in scope, beside those of configured groups. Shows before what that would do.") { name, groups, roles, reason, yes };
        help.Add(command, "groups pick staff \"Paris office\" --reason \"the pilot begins\"", "groups pick staff Sales --roles --reason \"the team's role\"");
        runner.Attach(command, (context, parsed, cancellationToken) => RunAsync(
            context, parsed.GetRequiredValue(name), parsed.GetValue(groups) ?? [], RuleSymbols.ReasonOf(parsed, reason), parsed.GetValue(yes), pick: true, UseOf(parsed, roles), cancellationToken));
        return command;
    }

    private static Command Unpick(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var groups = RuleSymbols.Groups(runner, name);
        var all = new Option<bool>("--all") { Description = "End picking by hand: the configuration alone says which groups; without PickedGroups there, everyone." };
        var roles = new Option<bool>("--roles") { Description = "For roles: each group is kept as a role. Default: for people." };
        var reason = RuleSymbols.Reason();
        var yes = RuleSymbols.Yes();
        var command = new Command("unpick", "Takes back picks made by hand. The last one taken back leaves nobody in scope, not everyone.") { name, groups, all, roles, reason, yes };
        help.Add(command, "groups unpick staff \"Paris office\" --reason \"the office is closed\"", "groups unpick staff --all --reason \"everyone from now on\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = RuleSymbols.ReasonOf(parsed, reason);
            if (!parsed.GetValue(all))
            {
                return await RunAsync(
                    context, parsed.GetRequiredValue(name), parsed.GetValue(groups) ?? [], why, parsed.GetValue(yes), pick: false, UseOf(parsed, roles), cancellationToken);
            }

            RuleWork.EnsureAnswerable(context, parsed.GetValue(yes));
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var words = new RuleWords("the end of picking by hand", "End picking by hand?", "Picking by hand was ended");
            return await new RuleWork(context, session, session.Sync(parsed.GetRequiredValue(name)), words, parsed.GetValue(yes))
                .RunAsync([RuleChange.EndPicks(UseOf(parsed, roles))], why, cancellationToken);
        });
        return command;
    }

    private static GroupUse UseOf(ParseResult parsed, Option<bool> roles) => parsed.GetValue(roles) ? GroupUse.Roles : GroupUse.People;

    private static async Task<int> RunAsync(
        CommandContext context, string name, string[] texts, string why, bool yes, bool pick, GroupUse use, CancellationToken cancellationToken)
    {
        if (texts.Length == 0)
        {
            throw new UsageException("No group is named.", "Name a GROUP; 'groups list SYNC PART' finds them.");
        }

        RuleWork.EnsureAnswerable(context, yes);
        await using var session = await context.OpenEngineAsync(cancellationToken);
        var sync = session.Sync(name);
        var subjects = new RuleSubjects(session, sync);
        var rules = pick ? null : await session.Engine.ReadRulesAsync(sync, cancellationToken);
        var groups = new List<(EntryKey Key, string Name)>();
        foreach (var text in texts)
        {
            // A picked group that is gone can be named too.
            if (rules?.Groups?.FirstOrDefault(view => view.Use == use && (view.Group.Anchor == text || CanonicalText.NameKey(view.Name) == CanonicalText.NameKey(text))) is { } picked)
            {
                groups.Add((picked.Group, picked.Name));
                continue;
            }

            var group = await subjects.GroupAsync(text, cancellationToken);
            groups.Add((group.Key, group.Attributes[AttributeNames.Name] ?? group.Key.Anchor));
        }

        var listed = string.Join(", ", groups.Select(group => $"'{group.Name}'"));
        var words = pick
            ? new RuleWords($"the pick of {listed}", $"Pick {listed}?", $"Picked {listed}")
            : new RuleWords($"{listed} unpicked", $"Unpick {listed}?", $"Unpicked {listed}");
        var ended = await new RuleWork(context, session, sync, words, yes).RunAsync(
            [.. groups.DistinctBy(group => group.Key).Select(group => pick ? RuleChange.PickGroup(group.Key, use) : RuleChange.UnpickGroup(group.Key, use))], why, cancellationToken);
        if (ended == ExitCodes.Done && !pick && use == GroupUse.People && !context.Json)
        {
            await SayWhenNobodyIsLeftAsync(context, session, sync, cancellationToken);
        }

        return ended;
    }

    /// <summary>An empty list of groups means nobody, which is seldom what was meant.</summary>
    private static async Task SayWhenNobodyIsLeftAsync(CommandContext context, EngineSession session, SyncName sync, CancellationToken cancellationToken)
    {
        var rules = await session.Engine.ReadRulesAsync(sync, cancellationToken);
        if (!rules.Everyone && rules.Groups?.Any(group => group.Use == GroupUse.People) != true)
        {
            context.Screen.Line(
                ("No group is picked any more: nobody is in scope. ", Palette.Warning), ($"If everyone is meant: {Hints.Of(context).UnpickAll(sync)}", Palette.Dim));
        }
    }
}
