using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The acts of the demo, in order. Every number comes from the run.</summary>
internal sealed class DemoActs(DemoStage stage)
{
    private const int RowsShown = 8;
    private const int SameReasonShown = 3;
    private readonly List<DemoPlan> plans = [];
    private readonly List<string> faults = [];
    private int acts;

    private CommandContext Context => stage.Context;

    internal async Task<DemoSummary> RunAsync(CancellationToken cancellationToken)
    {
        var begun = Context.Around.Time.GetTimestamp();
        var (firstFile, laterFile) = stage.Directory.Files;
        Act("Preview", stage.Directory.Opening);
        var first = await PrepareAsync(cancellationToken);
        Act("Sync", "Exactly the plan above is applied, row by row: intent, request, answer.");
        await ApplyAsync(firstFile, first, cancellationToken);
        Act("Preview again", "Both systems are read again. What was applied is now observed, so nothing is left to do, and a sync writes nothing.");
        var second = await PrepareAsync(cancellationToken, inFull: false);
        await ApplyAsync(firstFile, second, cancellationToken);
        Expect(plans[^1] is { Selected: 0, Held: 0, Writes: 0 }, "The second preview still had something to do.");
        stage.Directory.Change(Context.Now);
        Act(stage.Directory.LaterTitle, "Months later: people were hired, renamed, moved, disabled, deleted, and one unit got another name.");
        var later = await PrepareAsync(cancellationToken);
        Act("Sync what is not held", "Removals over a limit wait for an approval of exactly this plan; the rest goes on.");
        var report = await ApplyAsync(laterFile, later, cancellationToken);
        var person = await StoryAsync(later, report, cancellationToken);
        var (replayed, same) = await ProofAsync(cancellationToken);
        return new DemoSummary
        {
            Plans = plans,
            Person = person,
            Replayed = replayed,
            SameFingerprints = same,
            Seconds = Math.Round(Context.Around.Time.GetElapsedTime(begun).TotalSeconds, 1),
            Faults = faults,
        };
    }

    private async Task<PlanInFull> PrepareAsync(CancellationToken cancellationToken, bool inFull = true)
    {
        var plan = await ProgressDisplay.RunAsync(Context, stage.Engine, () => PlanInFull.PrepareAsync(stage.Engine, DemoStage.Sync, ReadMode.Delta, cancellationToken));
        Tell(screen =>
        {
            if (inFull)
            {
                PlanScreen.Show(screen, plan, new PlanScreenOptions { Hints = stage.Hints, RowsMax = RowsShown, SameReasonMax = SameReasonShown });
            }
            else
            {
                PlanScreen.Overview(screen, plan);
            }

            NextStep.Show(screen, plan, approved: false, stage.Hints);
        });
        return plan;
    }

    private async Task<ApplyReport> ApplyAsync(string export, PlanInFull plan, CancellationToken cancellationToken)
    {
        var before = stage.Writes;
        var report = await ProgressDisplay.RunAsync(
            Context, stage.Engine, () => stage.Engine.ApplyAsync(plan.Id, Actor.Person(Context.Around.UserName), null, cancellationToken));
        var writes = stage.Writes - before;
        plans.Add(DemoPlan.Of(export, plan, writes));
        Expect(report.Suspended is null, $"A sync stopped before its end: {report.Suspended}");
        Tell(screen =>
        {
            OutcomeScreen.Show(screen, plan, report, stage.Hints);
            screen.Line(($"The emulator received {Words.Count(writes, "request that changes data", "requests that change data")}.", Palette.Strong));
        });
        return report;
    }

    private async Task<string> StoryAsync(PlanInFull plan, ApplyReport report, CancellationToken cancellationToken)
    {
        var row = DemoPerson.Of(plan, report);
        Act("One person's story", $"All that was observed, decided, sent and answered about {RowTexts.Name(row)}, from one stream of events.");
        var history = await stage.Engine.ReadHistoryAsync(row.Source!.Anchor, cancellationToken);
        Tell(screen => HistoryScreen.Show(screen, history));
        return row.Source.Email ?? row.Source.Anchor;
    }

    private async Task<(int Replayed, bool Same)> ProofAsync(CancellationToken cancellationToken)
    {
        Act("The proof", "Another process, with a Turkish locale and another time zone, reads nothing but the stored events and computes every plan again.");
        var proof = await ReplayProcess.RunAsync(Context, DemoStage.Sync, cancellationToken);
        Tell(screen =>
        {
            ReplayScreen.Show(screen, proof.Reports);
            screen.Line(($"Computed by process {Words.Number(proof.Process)}; this is process {Words.Number(Environment.ProcessId)}.", Palette.Dim));
        });
        var same = proof.Reports.Count > 0 && proof.Reports.All(report => report.Same);
        Expect(same, "Computed again, a plan had another fingerprint.");
        return (proof.Reports.Count, same);
    }

    private void Act(string title, string narration)
    {
        acts++;
        Tell(screen =>
        {
            screen.Title($"{Words.Number(acts)}. {title}");
            screen.Line((narration, Palette.Dim));
            screen.Blank();
        });
    }

    private void Tell(Action<Screen> show)
    {
        if (!Context.Json)
        {
            show(Context.Screen);
        }
    }

    private void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}
