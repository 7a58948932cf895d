using System.CommandLine;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary><c>plan consent</c>: allows what no plan does by itself, that a person is bound to an administrator's account.</summary>
internal static class ConsentCommand
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var id = Symbols.Plan();
        var row = new Argument<string>("ROW") { Description = "The row that says Protected: its id, or the first characters of it." };
        var reason = new Option<string>("--reason") { Description = "Why, in your words. Stored with your name.", Required = true, HelpName = "TEXT" };
        var command = new Command("consent", "Consents to binding a person to an administrator's account. For this pair only; the next plan proposes it.") { id, row, reason };
        help.Add(command, "plan consent 1f0c22ab 3f2a91 --reason \"Ada runs our Pyrus\"");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var why = parsed.GetRequiredValue(reason);
            if (string.IsNullOrWhiteSpace(why))
            {
                throw new UsageException("--reason is empty.", "Say in a few words why this person may have that account.");
            }

            await using var session = await context.OpenEngineAsync(cancellationToken);
            var plan = await Plans.FindAsync(session.Engine, parsed.GetRequiredValue(id), cancellationToken);
            var chosen = Plans.RowsOf(plan, "ROW", [parsed.GetRequiredValue(row)]).Single();
            var (person, account) = Pair(plan.Rows.Single(r => r.Id == chosen));
            await session.Engine.ConsentToBindAsync(plan.Sync, person, account, Actor.Person(context.Around.UserName), why, cancellationToken);
            context.Show(() => new ConsentJson(JsonOutput.Schema, plan.Sync.Value, person.Anchor, account, why), screen => screen.Line(
                ($"{context.Around.UserName} consents to binding {person.Anchor} to account {account}. ", Palette.Good),
                (Hints.Of(context).Preview(plan.Sync), Palette.Dim)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static (EntryKey Person, string Account) Pair(PlanRow row) =>
        row is { Kind: RowKind.User, Status: RowStatus.Conflict, Reason: Reason.Protected, Situation: Situation.Found, Source: { } source, Target.Id: { } account }
            ? (new EntryKey(source.System, EntryKind.Account, source.Anchor), account)
            : throw new UsageException(
                $"Row {row.Id} is {row.Status} ({row.Reason}); there is nothing to consent to.", "Choose a Conflict row whose reason is Protected and that names a person and an account.");

    /// <summary>What was consented to.</summary>
    private sealed record ConsentJson(int Schema, string Sync, string Person, string Account, string Reason);
}
