using System.CommandLine;

namespace SyncEngine.Host;

/// <summary><c>history PERSON</c>: one person's whole story.</summary>
internal static class HistoryCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var person = new Argument<string>("PERSON") { Description = "An email, an anchor, an account id or a login name." };
        var command = new Command("history", "One person's whole story, from the first observation to the last answer of the target.") { person };
        help.Add(command, "history anna@corp.example");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var history = await session.Engine.ReadHistoryAsync(parsed.GetRequiredValue(person), cancellationToken);
            context.Show(() => HistoryJson.Of(history), screen => HistoryScreen.Show(screen, history));
            return ExitCodes.Done;
        });
        return command;
    }
}
