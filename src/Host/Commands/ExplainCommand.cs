using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>explain SYNC PERSON</c>: why the plan says what it says of this person.</summary>
internal static class ExplainCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var person = new Argument<string>("PERSON") { Description = "An email, an anchor, an account id or a login name." };
        var plan = new Option<string?>("--plan") { Description = "The plan to explain. Default: the newest of the sync.", HelpName = "ID" };
        var command = new Command("explain", "Why the plan says what it says of one person, step by step, and what would have decided otherwise.") { name, person, plan };
        help.Add(command, "explain staff anna@corp.example", "explain staff anna@corp.example --plan 1f0c22ab");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var id = parsed.GetValue(plan) is { } text ? (await Plans.FindHeaderAsync(session.Engine, text, cancellationToken)).Id : (Model.PlanId?)null;
            var explanation = await session.Engine.ExplainAsync(sync, parsed.GetRequiredValue(person), id, cancellationToken);
            context.Show(() => ExplanationJson.Of(explanation), screen => ExplainScreen.Show(screen, explanation));
            return ExitCodes.Done;
        });
        return command;
    }
}
