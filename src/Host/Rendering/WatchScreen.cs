using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The living display of a watch on a terminal: what each sync does, what waits, and the last things that happened.</summary>
internal sealed class WatchScreen(CommandContext context, ISyncEngine engine, IReadOnlyList<SyncName> syncs)
{
    private const int HappeningsShown = 10;
    private readonly Dictionary<SyncName, Row> rows = syncs.ToDictionary(sync => sync, _ => new Row());
    private readonly Queue<WatchEvent> last = new();

    internal Task RunAsync(ChannelReader<WatchEvent> happenings, CancellationToken cancellationToken) =>
        context.Screen.Console.Live(Picture()).StartAsync(async live =>
        {
            var changed = Channel.CreateBounded<ProgressStep?>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
            using var steps = engine.Progress.Subscribe(step => changed.Writer.TryWrite(step));
            await using var second = context.Around.Time.CreateTimer(_ => changed.Writer.TryWrite(null), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            var waiting = happenings.WaitToReadAsync(cancellationToken).AsTask();
            while (true)
            {
                var stepping = changed.Reader.WaitToReadAsync(cancellationToken).AsTask();
                await Task.WhenAny(waiting, stepping);
                cancellationToken.ThrowIfCancellationRequested();
                while (happenings.TryRead(out var happened))
                {
                    await TakeAsync(happened, cancellationToken);
                    waiting = happenings.WaitToReadAsync(cancellationToken).AsTask();
                }

                while (changed.Reader.TryRead(out var step))
                {
                    Take(step);
                }

                live.UpdateTarget(Picture());
            }
        });

    private async Task TakeAsync(WatchEvent happened, CancellationToken cancellationToken)
    {
        var row = rows[happened.Sync];
        row.Doing = "";
        row.Plan = await engine.ListPlansAsync(happened.Sync, 1, cancellationToken) is [var newest, ..] ? newest : null;
        if (happened.Kind == WatchEvent.ScheduledStart)
        {
            row.Next = happened.Text;
            return;
        }

        last.Enqueue(happened);
        while (last.Count > HappeningsShown)
        {
            last.Dequeue();
        }
    }

    private void Take(ProgressStep? step)
    {
        if (step is not null && rows.TryGetValue(step.Sync, out var row))
        {
            row.Doing = step.Stage switch
            {
                ProgressStage.Read => $"reading {step.Subject}: {Words.Number(step.Done)}",
                ProgressStage.Confirm => $"asking {step.Subject} again",
                ProgressStage.Plan => "planning",
                ProgressStage.Apply => $"applying {Words.Number(step.Done)} of {Words.Number(step.Total ?? 0)}",
                _ => "",
            };
        }
    }

    private Rows Picture()
    {
        var parts = new List<IRenderable> { Line(($"{Words.Second(context.Now)} UTC   Enter: Update now   Ctrl-C: end", Palette.Dim)) };
        foreach (var (sync, row) in rows)
        {
            parts.Add(Line((sync.Value, Palette.Strong), ($"  {row.Doing}", Palette.Accent)));
            parts.Add(row.Plan is { Status: PlanStatus.Prepared or PlanStatus.Approved, Prepared: { } prepared } plan && PlanListScreen.HasWork(plan)
                ? Line(
                    ($"  Plan {Ids.Short(plan.Id)} waits since {Words.Minute(prepared.PreparedAt)}: ", Palette.Plain),
                    (PlanListScreen.CountsOf(plan), Palette.Warning), (plan.Held ? ", some held by a limit" : "", Palette.Warning),
                    ($"  {Hints.Of(context).Show(plan.Id)}", Palette.Dim))
                : Line(("  Nothing waits.", Palette.Dim)));
            parts.Add(Line(($"  {row.Next}", Palette.Dim)));
        }

        parts.AddRange(last.Select(happened => Line(
            ($"{Words.Second(happened.At)}  ", Palette.Dim), ($"{happened.Sync}  ", Palette.Plain),
            (Words.Fit(happened.Shown, Math.Max(20, (context.Screen.Columns ?? 120) - 30)), happened.IsTrouble ? Palette.Bad : Palette.Plain))));
        return new Rows(parts);
    }

    private static Paragraph Line(params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        var paragraph = new Paragraph();
        foreach (var (text, style) in parts)
        {
            paragraph.Append(Words.Clean(text), style);
        }

        return paragraph;
    }

    private sealed class Row
    {
        internal string Doing { get; set; } = "";

        internal string Next { get; set; } = "";

        internal PlanView? Plan { get; set; }
    }
}
