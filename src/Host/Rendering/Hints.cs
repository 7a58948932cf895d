using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>Commands to type next, as they work here.</summary>
internal sealed class Hints
{
    private readonly string command;
    private readonly string options;

    internal Hints(string command, string? config)
    {
        this.command = command;
        options = config is null ? "" : $" --config {Quoted(config)}";
    }

    internal static Hints Of(CommandContext context, bool withConfiguration = true) => new(
        CommandOf(context.Around), withConfiguration ? context.Options.Config : null);

    /// <summary>How the console is called here.</summary>
    internal static string CommandOf(Surroundings around) =>
        around.Environment.GetValueOrDefault("SYNCENGINE_COMMAND") is { Length: > 0 } name ? name : CommandTree.Name;

    internal string Sync(SyncName sync) => $"{command} sync {sync}{options}";

    internal string Preview(SyncName sync) => $"{command} preview {sync}{options}";

    internal string ShowAll(PlanId plan) => $"{command} plan show {Ids.Short(plan)} --all{options}";

    internal string Show(PlanId plan) => $"{command} plan show {Ids.Short(plan)}{options}";

    internal string Approve(PlanId plan) => $"{command} plan approve {Ids.Short(plan)} --reason \"…\"{options}";

    internal string History(string person) => $"{command} history {Quoted(person)}{options}";

    internal string PeopleSearch(SyncName sync, string pattern) => $"{command} people search {sync} {Quoted(pattern)}{options}";

    internal string UnpickAll(SyncName sync) => $"{command} groups unpick {sync} --all --reason \"…\"{options}";

    internal string Replay(SyncName sync) => $"{command} audit replay {sync}{options}";

    /// <summary>A command that needs no configuration.</summary>
    internal string Bare(string arguments) => $"{command} {arguments}";

    private static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '@' or '+' or '\\' or ':')
            ? text
            : $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
