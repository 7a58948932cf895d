using Spectre.Console;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>How a sync stands, for people.</summary>
internal static class StatusScreen
{
    internal static void Show(Screen screen, SyncStatus status, DateTimeOffset now, Hints hints)
    {
        screen.Line((status.Sync.Value, Palette.Strong), ($"  {status.Source} -> {status.Target}", Palette.Accent));
        foreach (var read in status.Reads)
        {
            var ok = read.Last?.Complete == true;
            screen.Line(
                (ok ? "  ok  " : "  !!  ", ok ? Palette.Good : Palette.Warning),
                ($"{read.System}  ", Palette.Plain),
                (read.CompleteAt is { } at ? $"last complete read {Words.Ago(now - at)}" : "never read completely", Palette.Plain),
                (ok || read.ReadAt is null ? "" : $"; the last read, {Words.Ago(now - read.ReadAt.Value)}, was incomplete", Palette.Warning));
        }

        Waiting(screen, status, hints);
        foreach (var overdue in status.Overdue)
        {
            screen.Line(("  Overdue: ", Palette.Bad), (overdue, Palette.Plain));
        }

        if (status.Runs.Count > 0)
        {
            screen.Write(Runs(screen, status));
        }
    }

    private static void Waiting(Screen screen, SyncStatus status, Hints hints)
    {
        if (status.Waiting is not { Prepared: { } prepared } plan)
        {
            screen.Line(("  No plan waits. ", Palette.Plain), ($"Prepare one: {hints.Preview(status.Sync)}", Palette.Dim));
            return;
        }

        if (!PlanListScreen.HasWork(plan))
        {
            screen.Line($"  Plan {Ids.Short(plan.Id)} of {Words.Minute(prepared.PreparedAt)} has nothing to do.");
            return;
        }

        var counts = PlanListScreen.CountsOf(plan);
        screen.Line(
            ($"  Plan {Ids.Short(plan.Id)} waits since {Words.Minute(prepared.PreparedAt)}: ", Palette.Plain), (counts, Palette.Warning),
            (plan is { Held: true, Status: PlanStatus.Prepared } ? ", some held by a limit" : "", Palette.Warning),
            ($"  {hints.Sync(status.Sync)}", Palette.Dim));
    }

    private static Table Runs(Screen screen, SyncStatus status)
    {
        var table = Section.Table(
            Section.Column("Run", wrap: false), Section.Column("For", wrap: false), Section.Column("Started (UTC)", wrap: false),
            Section.Column("Status", wrap: false), Section.Column("Plan", wrap: false), Section.Column("Result"));
        foreach (var (number, run) in status.Runs.Index())
        {
            // One run of a sync at a time: one that began before another and has no end was broken off.
            var state = run.Status == RunStatus.Running && number > 0 ? "Broken off" : run.Status.ToString();
            var results = run.Results.Where(r => r.Key != nameof(RowResult.NotSelected)).Select(r => $"{Words.Number(r.Value)} {r.Key}");
            table.AddRow(
                Section.Cell(Ids.Short(run.Id)),
                Section.Cell(run.Purpose == RunPurpose.Prepare ? "preview" : "sync"),
                Section.Cell(Words.Second(run.StartedAt), Palette.Dim),
                Section.Cell(state, run.Status == RunStatus.Completed ? Palette.Good : Palette.Warning),
                Section.Cell(run.Plan is { } plan ? Ids.Short(plan) : "", Palette.Dim),
                Section.Cell(run.Interruption ?? string.Join(", ", results)));
        }

        return table;
    }
}
