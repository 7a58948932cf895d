using System.CommandLine;
using SyncEngine.Audit;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary><c>audit replay SYNC</c>: computes plans again from the stored events alone, in this process, and compares fingerprints.</summary>
internal static class AuditCommands
{
    private const int PlansDefault = 10;
    private const int PlansMax = 1_000;

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var name = Symbols.Sync();
        var plan = new Option<string?>("--plan") { Description = "Only this plan. Default: the newest ten.", HelpName = "ID" };
        var all = new Option<bool>("--all") { Description = "Every plan of the sync." };
        var replay = new Command("replay", "Computes plans again from the stored events alone, and compares the fingerprints.") { name, plan, all };
        help.Add(replay, "audit replay staff", "audit replay staff --plan 1f0c22ab");
        runner.Attach(replay, async (context, parsed, cancellationToken) =>
        {
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var sync = session.Sync(parsed.GetRequiredValue(name));
            var plans = await PlansAsync(session.Engine, sync, parsed.GetValue(plan), parsed.GetValue(all) ? PlansMax : PlansDefault, cancellationToken);
            var reports = new List<ReplayReport>();
            foreach (var id in plans)
            {
                reports.Add(await session.Engine.ReplayAsync(id, cancellationToken));
            }

            context.Show(() => ReplayJson.Of(sync.Value, reports), screen => ReplayScreen.Show(screen, reports));
            return reports.All(report => report.Same) ? ExitCodes.Done : ExitCodes.Error;
        });
        var audit = new Command("audit", "Proofs from the stored events.") { replay };
        help.Add(audit, "audit replay staff");
        return audit;
    }

    private static async Task<IEnumerable<PlanId>> PlansAsync(
        ISyncEngine engine, SyncName sync, string? text, int max, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return (await engine.ListPlansAsync(sync, max, cancellationToken)).Select(view => view.Id);
        }

        var plan = await Plans.FindAsync(engine, text, cancellationToken);
        return plan.Sync == sync
            ? [plan.Id]
            : throw new UsageException($"Plan {Ids.Short(plan.Id)} belongs to the sync '{plan.Sync}', not to '{sync}'.", "Name its own sync.");
    }
}
