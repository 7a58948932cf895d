using System.Globalization;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Tells, once a day for as long as it lasts, what waits for too long: systems without a complete reading, blocks that nobody applied.</summary>
internal sealed class Alerts(ISyncEngine engine, ConnectedSystems systems, Notifier notifier, TimeProvider time)
{
    private const int RunsLookedMax = 200;
    private static readonly TimeSpan Again = TimeSpan.FromHours(24);

    private readonly Lock gate = new();
    private readonly Dictionary<(SyncName Sync, string Subject), long> told = [];
    private readonly long started = time.GetTimestamp();

    internal async Task TellAsync(SyncName sync, TimeSpan staleAfter, CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        var runs = await engine.ListRunsAsync(sync, RunsLookedMax, cancellationToken).ConfigureAwait(false);
        foreach (var system in options.Sources.Append(options.Target))
        {
            var complete = runs.FirstOrDefault(run => run.Reads.Any(read => read.Complete && read.System.Value == system));
            var age = complete is null ? time.GetElapsedTime(started) : time.GetUtcNow() - complete.StartedAt;
            if (IsNews(sync, system, age > staleAfter))
            {
                notifier.Tell(
                    NotificationKind.SourceStale, sync,
                    complete is null
                        ? $"{system} was never read completely."
                        : string.Create(CultureInfo.InvariantCulture, $"{system} was last read completely at {complete.StartedAt:yyyy-MM-dd HH:mm} UTC; that is {age.TotalHours:0.#} hours ago."));
            }
        }

        var blocks = await engine.ListOverdueBlocksAsync(sync, cancellationToken).ConfigureAwait(false);
        if (IsNews(sync, "blocks", blocks.Count > 0))
        {
            notifier.Tell(
                NotificationKind.BlocksOverdue, sync,
                string.Create(CultureInfo.InvariantCulture, $"{blocks.Count} Blocks have waited for more than 24 hours; people who left still have access."), null,
                blocks.Count);
        }
    }

    private bool IsNews(SyncName sync, string subject, bool wrong)
    {
        lock (gate)
        {
            if (!wrong)
            {
                told.Remove((sync, subject));
                return false;
            }

            var now = time.GetTimestamp();
            if (told.TryGetValue((sync, subject), out var before) && time.GetElapsedTime(before, now) < Again)
            {
                return false;
            }

            told[(sync, subject)] = now;
            return true;
        }
    }
}
