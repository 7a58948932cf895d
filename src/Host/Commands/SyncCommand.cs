using System.Collections.Immutable;
using System.CommandLine;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>sync SYNC</c>: shows a prepared plan, asks, and applies exactly that.</summary>
internal static class SyncCommand
{
    private static readonly string[] Kinds = ["user", "role", "membership", "department"];
    private static readonly string[] Statuses = ["New", "Update", "Block", "Unblock", "Bind"];

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var plan = new Option<string?>("--plan") { Description = "The plan to apply. Default: the newest that waits, or a new one.", HelpName = "ID" };
        var only = Symbols.Many("--only", "STATUS,…", $"Only rows of these statuses: {string.Join(", ", Statuses)}.");
        var kind = Symbols.Many("--kind", "KIND,…", $"Only rows of these kinds: {string.Join(", ", Kinds)}.");
        var include = Symbols.Many("--include", "ROW…", "Rows to apply although the plan has not selected them.");
        var exclude = Symbols.Many("--exclude", "ROW…", "Rows not to apply although the plan has selected them.");
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command("sync", "Applies a prepared plan, after showing it: the selected rows, changed by the options.")
        {
            name, plan, only, kind, include, exclude, yes,
        };
        help.Add(command, "sync staff", "sync staff --only Block --yes", "sync staff --kind role,membership", "sync staff --include 3f2a91 --exclude 77c0de");
        runner.Attach(command, (context, parsed, cancellationToken) => new SyncWork(
            context,
            parsed.GetRequiredValue(name),
            parsed.GetValue(plan),
            new SyncChoice(
                [.. Symbols.Parts(parsed.GetValue(only)).Select(StatusOf)], [.. Symbols.Parts(parsed.GetValue(kind)).Select(KindOf)],
                [.. Symbols.Parts(parsed.GetValue(include))], [.. Symbols.Parts(parsed.GetValue(exclude))]),
            parsed.GetValue(yes)).RunAsync(cancellationToken));
        return command;
    }

    private static RowKind KindOf(string text) => Kinds.Contains(text, StringComparer.OrdinalIgnoreCase)
        ? Enum.Parse<RowKind>(text, ignoreCase: true)
        : throw new UsageException($"--kind has '{text}'.{Suggestion.For(text, Kinds)}", $"Allowed are {string.Join(", ", Kinds)}.");

    private static RowStatus StatusOf(string text) => Statuses.Contains(text, StringComparer.OrdinalIgnoreCase)
        ? Enum.Parse<RowStatus>(text, ignoreCase: true)
        : throw new UsageException($"--only has '{text}'.{Suggestion.For(text, Statuses)}", $"Allowed are {string.Join(", ", Statuses)}.");
}

/// <summary>How a person changed the selection, in a person's words.</summary>
internal sealed record SyncChoice(ImmutableArray<RowStatus> Only, ImmutableArray<RowKind> Kinds, ImmutableArray<string> Include, ImmutableArray<string> Exclude)
{
    /// <summary>What is said here goes over what was said of the plan before.</summary>
    internal RowSelection Of(PlanInFull plan)
    {
        var include = Plans.RowsOf(plan, "--include", Include).ToList();
        var exclude = Plans.RowsOf(plan, "--exclude", Exclude).ToList();
        return new RowSelection
        {
            Only = Only,
            Kinds = Kinds,
            Include = [.. include, .. plan.Choices.Values.Where(choice => choice.Taken).Select(choice => choice.Row).Except(exclude, StringComparer.Ordinal)],
            Exclude = [.. exclude, .. plan.Choices.Values.Where(choice => !choice.Taken).Select(choice => choice.Row).Except(include, StringComparer.Ordinal)],
        };
    }
}
