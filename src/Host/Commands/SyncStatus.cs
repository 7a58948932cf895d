using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>How one sync stands: its last runs, how old its knowledge is, what waits.</summary>
internal sealed record SyncStatus
{
    private const int RunsLooked = 50;
    private const int RunsShown = 5;
    private const int PlansLooked = 1;

    internal required SyncName Sync { get; init; }

    internal required string Source { get; init; }

    internal required string Target { get; init; }

    internal required IReadOnlyList<ReadAge> Reads { get; init; }

    internal required IReadOnlyList<RunView> Runs { get; init; }

    internal RunView? LastApplied { get; init; }

    /// <summary>The newest plan, when it has not been applied.</summary>
    internal PlanView? Waiting { get; init; }

    internal required IReadOnlyList<string> Overdue { get; init; }

    internal static async Task<SyncStatus> ReadAsync(EngineSession session, SyncName sync, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var options = session.OptionsOf(sync);
        var runs = await session.Engine.ListRunsAsync(sync, RunsLooked, cancellationToken);
        var plans = await session.Engine.ListPlansAsync(sync, PlansLooked, cancellationToken);
        var newest = plans.Count > 0 && plans[0].Status is PlanStatus.Prepared or PlanStatus.Approved ? plans[0] : null;
        var reads = options.FurtherSources.Prepend(options.Source).Append(options.Target).Select(system => ReadAge.Of(system, runs)).ToList();
        return new SyncStatus
        {
            Sync = sync,
            Source = string.Join(", ", options.FurtherSources.Prepend(options.Source)),
            Target = options.Target,
            Reads = reads,
            Runs = [.. runs.Take(RunsShown)],
            LastApplied = runs.FirstOrDefault(run => run is { Purpose: RunPurpose.Apply, Status: RunStatus.Completed }),
            Waiting = newest,
            Overdue = [.. OverdueReads(reads, options.Prepare, now), .. OverdueBlocks(await session.Engine.ListOverdueBlocksAsync(sync, cancellationToken))],
        };
    }

    private static IEnumerable<string> OverdueReads(IEnumerable<ReadAge> reads, TimeSpan every, DateTimeOffset now) => reads
        .Where(read => read.CompleteAt is null || now - read.CompleteAt > every)
        .Select(read => read.CompleteAt is { } at
            ? $"{read.System} was last read completely {Words.Ago(now - at)}; every {every:c} was asked for."
            : $"{read.System} was never read completely.");

    private static IEnumerable<string> OverdueBlocks(IReadOnlyList<PlanRow> blocks)
    {
        if (blocks.Count > 0)
        {
            yield return $"{Words.Count(blocks.Count, "Block waits", "Blocks wait")} for more than a day; people who left still have access.";
        }
    }
}

/// <summary>When a system was last read, and when completely.</summary>
internal sealed record ReadAge(string System, DateTimeOffset? ReadAt, DateTimeOffset? CompleteAt, Receipt? Last)
{
    internal static ReadAge Of(string system, IReadOnlyList<RunView> runs)
    {
        var reads = runs
            .SelectMany(run => run.Reads.Where(read => read.System.Value == system).Select(read => (At: run.EndedAt ?? run.StartedAt, read)))
            .ToList();
        var last = reads.FirstOrDefault();
        var complete = reads.FirstOrDefault(r => r.read.Complete);
        return new ReadAge(system, last.read is null ? null : last.At, complete.read is null ? null : complete.At, last.read);
    }
}
