using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Turns what runs and the schedule come to into notifications.</summary>
internal sealed class Notifier(IPlanStore plans, TimeProvider time, ILogger<Notifier>? logger = null) : IDisposable
{
    private readonly ILogger log = logger ?? NullLogger<Notifier>.Instance;
    private readonly Broadcast<Notification> notifications = new(logger ?? NullLogger<Notifier>.Instance);
    private readonly Broadcast<ScheduledStart> starts = new(logger ?? NullLogger<Notifier>.Instance);
    private readonly ConcurrentDictionary<SyncName, Fingerprint> told = new();

    internal IObservable<Notification> Notifications => notifications.Items;

    internal IObservable<ScheduledStart> Starts => starts.Items;

    /// <summary>A plan that says what the one before said, and one that proposes nothing, are not news.</summary>
    internal void Prepared(Plan plan)
    {
        var news = !told.TryGetValue(plan.Sync, out var before) || before != plan.Fingerprint;
        told[plan.Sync] = plan.Fingerprint;
        if (!news)
        {
            return;
        }

        foreach (var read in plan.Reads.Where(read => !read.Complete))
        {
            Tell(NotificationKind.ReadIncomplete, plan.Sync, $"The reading of {read.System} was incomplete; nobody who depends on it loses access by plan {plan.Id}.", plan.Id);
        }

        var proposed = RowRule.Statuses.Where(status => plan.Counts[status] > 0).ToList();
        if (proposed.Count > 0)
        {
            var counts = string.Join(", ", proposed.Select(status => string.Create(CultureInfo.InvariantCulture, $"{plan.Counts[status]} {status}")));
            Tell(NotificationKind.PlanReady, plan.Sync, $"Plan {plan.Id} waits: {counts}.", plan.Id, proposed.Sum(status => plan.Counts[status]));
        }

        foreach (var held in plan.Held)
        {
            Tell(
                NotificationKind.RowsHeld, plan.Sync,
                string.Create(CultureInfo.InvariantCulture, $"The limit {held.Limit} holds {held.Count} rows of plan {plan.Id}; they wait for an approval."), plan.Id,
                held.Count);
        }
    }

    /// <summary>Never fails: what was applied is applied.</summary>
    internal async Task AppliedAsync(ApplyReport report)
    {
        if (report.AppliedBefore)
        {
            return;
        }

        try
        {
            await TellAppliedAsync(report).ConfigureAwait(false);
        }
        catch (SyncEngineException error)
        {
            Log.NotTold(log, report.Plan.Sync, report.Run, error);
        }
    }

    internal void Tell(NotificationKind kind, SyncName sync, string text, PlanId? plan = null, int rows = 0) =>
        notifications.Tell(new Notification(kind, sync, time.GetUtcNow(), text, plan, rows));

    internal void Tell(ScheduledStart start) => starts.Tell(start);

    public void Dispose()
    {
        notifications.Dispose();
        starts.Dispose();
    }

    private async Task TellAppliedAsync(ApplyReport report)
    {
        var applied = report.Count(RowResult.Applied);
        Tell(
            NotificationKind.PlanApplied, report.Plan.Sync,
            string.Create(CultureInfo.InvariantCulture, $"Plan {report.Plan.Id}: {applied} rows applied{(report.Suspended is null ? "" : "; the run stopped before its end")}."),
            report.Plan.Id, applied);
        var open = report.Outcomes.Where(o => o.Result is RowResult.Refused or RowResult.Unknown).Select(o => o.RowId).ToHashSet(StringComparer.Ordinal);
        if (open.Count == 0)
        {
            return;
        }

        var leavers = 0;
        await foreach (var row in plans.ReadRowsAsync(report.Plan.Id, new RowQuery { Statuses = [RowStatus.Block] }, CancellationToken.None).ConfigureAwait(false))
        {
            leavers += open.Contains(row.Id) ? 1 : 0;
        }

        if (leavers > 0)
        {
            Tell(
                NotificationKind.LeaverKeepsAccess, report.Plan.Sync,
                string.Create(CultureInfo.InvariantCulture, $"{leavers} people who left may still have access: their blocks in plan {report.Plan.Id} did not come to their end."),
                report.Plan.Id, leavers);
        }
    }
}
