using System.CommandLine;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>filters list/add/remove SYNC</c>: a text whose presence in a field leaves people or groups as they are.</summary>
internal static class FilterCommands
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var command = new Command("filters", "Texts whose presence in a field leaves people or groups as they are: list, add, remove.")
        {
            List(runner, help), Change(runner, help, add: true), Change(runner, help, add: false),
        };
        help.Add(command, "filters list staff", "filters add staff title trainee --reason \"trainees get no account\"");
        return command;
    }

    private static Command List(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var command = new Command("list", "The filters, with how many they cover, who set them and why.") { name };
        help.Add(command, "filters list staff");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var rules = await session.Engine.ReadRulesAsync(sync, cancellationToken);
            context.Show(() => FiltersJson.Of(sync, rules), screen => RulesScreen.ShowFilters(screen, rules));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Change(CommandRunner runner, HelpWithExamples help, bool add)
    {
        var name = Symbols.Sync();
        var field = new Argument<string>("FIELD") { Description = "The field, such as title, department, email, login, or path for the units." };
        var text = new Argument<string>("TEXT") { Description = "The text, literally; found anywhere in the field, ignoring case." };
        var groups = new Option<bool>("--groups") { Description = "The filter is about groups. Default: people." };
        var reason = RuleSymbols.Reason();
        var until = RuleSymbols.Until();
        var yes = RuleSymbols.Yes();
        var command = add
            ? new Command("add", "Sets a filter, after showing how many it would freeze.") { name, field, text, groups, reason, until, yes }
            : new Command("remove", "Ends a filter, after showing what that would do.") { name, field, text, groups, reason, yes };
        help.Add(
            command,
            add ? ["filters add staff title trainee --reason \"trainees get no account\"", "filters add staff name test --groups --reason \"test groups\""]
                : ["filters remove staff title trainee --reason \"they get accounts now\""]);
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = RuleSymbols.ReasonOf(parsed, reason);
            var kind = parsed.GetValue(groups) ? EntryKind.Group : EntryKind.Account;
            var (wanted, found) = (parsed.GetRequiredValue(field), parsed.GetRequiredValue(text));
            var change = add
                ? RuleChange.AddFilter(kind, wanted, found, RuleSymbols.UntilOf(parsed, until))
                : RuleChange.RemoveFilter(kind, wanted, found);
            RuleWork.EnsureAnswerable(context, parsed.GetValue(yes));
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var filter = $"filter '{change.Field} contains {change.Text}'";
            var words = add
                ? new RuleWords($"the {filter}", $"Store the {filter}?", $"Stored the {filter}")
                : new RuleWords($"the {filter} removed", $"Remove the {filter}?", $"Removed the {filter}");
            return await new RuleWork(context, session, sync, words, parsed.GetValue(yes)).RunAsync([change], why, cancellationToken);
        });
        return command;
    }
}
