using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// After a complete reading of the target: settles writes to departments whose answer was lost. Their streams belong to no person, so they are found by the
/// plans that were applied, back to the last run that ended well after settling what was open before it.
/// </summary>
internal sealed class DepartmentSettler(IRunQueries runs, IPlanStore plans, IEventStore store, IEntryQueries entries)
{
    /// <summary>How many runs are looked back: more died in a row than anybody would watch.</summary>
    private const int RunsLookedBackMax = 100;

    internal async Task SettleAsync(SyncName sync, SystemName target, RunJournal journal, CancellationToken cancellationToken)
    {
        var open = new List<OpenWrite>();
        foreach (var plan in await UnsettledAsync(sync, target, journal.Run, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var row in plans.ReadRowsAsync(plan, RowQuery.All, cancellationToken).ConfigureAwait(false))
            {
                if (row.Kind != RowKind.Department)
                {
                    break; // departments come first
                }

                var path = new DepartmentPath(row.Department);
                if (open.TrueForAll(other => other.Path.Key != path.Key)
                    && await OpenAsync(StreamName.Department(sync, path.Fingerprint), path, target, cancellationToken).ConfigureAwait(false) is { } write)
                {
                    open.Add(write);
                }
            }
        }

        if (open.Count > 0)
        {
            var units = await entries.ReadAllAsync(target, EntryKind.Unit, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            var chart = new OrgChart(units);
            var byId = units.ToDictionary(unit => unit.Key.Anchor, StringComparer.Ordinal);
            await journal.AppendAsync([.. open.Select(write => write.Settled(id => byId.GetValueOrDefault(id), chart))], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The plans of runs that may have left something open, newest first.</summary>
    private async Task<List<PlanId>> UnsettledAsync(SyncName sync, SystemName target, RunId self, CancellationToken cancellationToken)
    {
        var found = new List<PlanId>();
        foreach (var run in await runs.ListRunsAsync(sync, RunsLookedBackMax, cancellationToken).ConfigureAwait(false))
        {
            if (run is { Purpose: RunPurpose.Apply, Plan: { } plan }
                && (run.Status != RunStatus.Completed || run.Results.ContainsKey(nameof(RowResult.Unknown)))
                && !found.Contains(plan))
            {
                found.Add(plan);
            }

            if (run.Id != self && run.Status == RunStatus.Completed && run.Reads.Any(read => read.System == target && read.Complete))
            {
                break;
            }
        }

        return found;
    }

    private async Task<OpenWrite?> OpenAsync(StreamName stream, DepartmentPath path, SystemName target, CancellationToken cancellationToken)
    {
        var intents = new Dictionary<string, ChangeIntended>(StringComparer.Ordinal);
        long version = 0;
        await foreach (var recorded in store.ReadStreamAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            version = recorded.Version;
            switch (recorded.Event)
            {
                case ChangeIntended intended when intended.Target == target:
                    intents[intended.IdempotencyKey] = intended;
                    break;
                case ChangeConfirmed confirmed:
                    intents.Remove(confirmed.IdempotencyKey);
                    break;
                case ChangeRefused refused:
                    intents.Remove(refused.IdempotencyKey);
                    break;
                default:
                    break;
            }
        }

        return intents.Count == 0 ? null : new OpenWrite(stream, version, path, [.. intents.Values]);
    }

    private sealed record OpenWrite(StreamName Stream, long Version, DepartmentPath Path, IReadOnlyList<ChangeIntended> Intents)
    {
        internal StreamAppend Settled(Func<string, EntryState?> find, OrgChart chart) => new(
            Stream, Version, [.. Intents.Select(intent => PendingResolver.Resolve(intent, (intent.TargetId ?? chart.IdOf(Path)) is { } id ? find(id) : null))]);
    }
}
