using System.Threading.Channels;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>One call of <c>watch</c>: runs the schedule, shows what happens, takes Enter for Update now, and ends cleanly.</summary>
internal sealed class WatchWork(CommandContext context, EngineSession session, IReadOnlyList<SyncName> syncs, TimeSpan? every)
{
    private readonly Channel<WatchEvent> happenings = Channel.CreateUnbounded<WatchEvent>(new UnboundedChannelOptions { SingleReader = true });

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var engine = session.Engine;
        using var told = engine.Notifications.Subscribe(notification => Tell(WatchEvent.Of(notification)));
        using var starts = engine.ScheduledStarts.Subscribe(start => Tell(WatchEvent.Of(start, context.Now)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await session.StartScheduleAsync(syncs, every, cancellationToken);
        try
        {
            ListenToEnter(ending.Token);
            if (context.Screen.Ansi && !context.Json)
            {
                await new WatchScreen(context, engine, syncs).RunAsync(happenings.Reader, cancellationToken);
            }
            else
            {
                await LinesAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends.
        }
        finally
        {
            await ending.CancelAsync();
            await session.StopScheduleAsync();
        }

        return ExitCodes.Done;
    }

    private void Tell(WatchEvent happened)
    {
        if (syncs.Contains(happened.Sync))
        {
            happenings.Writer.TryWrite(happened);
        }
    }

    private async Task LinesAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in happenings.Reader.ReadAllAsync(cancellationToken))
        {
            if (context.Json)
            {
                JsonOutput.WriteLine(context.Around.Out, WatchJson.Of(happened));
            }
            else
            {
                context.Screen.Line(
                    ($"{Words.Second(happened.At)}  ", Palette.Dim), ($"{happened.Sync}  {happened.Kind}  ", happened.IsTrouble ? Palette.Bad : Palette.Plain),
                    (happened.Shown, Palette.Plain), (happened.Kind == nameof(NotificationKind.PlanReady) ? $"  {Hints.Of(context).Show(happened.Plan!.Value)}" : "", Palette.Dim));
            }
        }
    }

    /// <summary>Each line that is typed is one Update now. A thread of its own: reading a terminal cannot be cancelled, and ends with the process.</summary>
    private void ListenToEnter(CancellationToken cancellationToken) => new Thread(() =>
    {
        while (context.Around.In.ReadLine() is not null && !cancellationToken.IsCancellationRequested)
        {
            foreach (var sync in syncs)
            {
                _ = UpdateAsync(sync, cancellationToken);
            }
        }
    }) { IsBackground = true, Name = "watch: Enter" }.Start();

    private async Task UpdateAsync(SyncName sync, CancellationToken cancellationToken)
    {
        try
        {
            await session.Engine.UpdateNowAsync(sync, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The watch ends.
        }
#pragma warning disable CA1031 // Whatever goes wrong with one update is shown; the watch goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Tell(new WatchEvent(context.Now, sync, WatchEvent.UpdateFailed, error is SyncEngineException ours ? $"{ours.Code}: {ours.Message}" : error.GetType().Name));
        }
    }
}
