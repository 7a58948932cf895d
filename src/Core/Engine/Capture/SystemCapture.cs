using Microsoft.Extensions.Logging;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// Brings what is known of one system up to date: by its changes where the system tells them and the last full reading is recent enough, by a full
/// reading otherwise. The cursor moves last, and only when nothing before it was left open.
/// </summary>
internal sealed class SystemCapture(IEventStore store, IKnownEntries known, SyncEngineOptions bounds, TimeProvider time, ILogger logger)
{
    internal async Task<Receipt> CaptureAsync(
        ISource source, ReadMode mode, RunJournal journal, Action<ProgressStage, int> progress, CancellationToken cancellationToken)
    {
        var memory = await SystemMemory.LoadAsync(store, source.Name, cancellationToken).ConfigureAwait(false);
        var work = new CaptureWork(source, known, memory, journal, bounds, progress, logger);
        Captured captured;
        if (mode == ReadMode.Delta && memory.Since(time.GetUtcNow(), bounds.FullReadEvery) is { } since)
        {
            captured = await new DeltaReading(work).ReadAsync(since, cancellationToken).ConfigureAwait(false);
            if (captured.Receipt.FullReadNeeded)
            {
                Log.FullReadNeeded(logger, source.Name, captured.Receipt.Problems.FirstOrDefault(p => p.Breaking)?.Code ?? "unknown");
                var reasons = captured.Receipt.Problems.Select(problem => problem with { Breaking = false });
                captured = await new FullReading(work).ReadAsync(cancellationToken).ConfigureAwait(false);
                captured = captured with { Receipt = captured.Receipt with { Problems = [.. reasons, .. captured.Receipt.Problems] } };
            }
        }
        else
        {
            captured = await new FullReading(work).ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!captured.Receipt.Complete)
        {
            Log.Incomplete(logger, source.Name, captured.Receipt.Problems.FirstOrDefault(p => p.Breaking)?.Code ?? "unknown");
            return captured.Receipt;
        }

        if (captured.Receipt.Mode == ReadMode.Full)
        {
            await memory.FieldsReadAsync(journal, cancellationToken).ConfigureAwait(false);
        }

        if (captured.Settled)
        {
            await memory.AdvanceAsync(captured.Receipt, journal, cancellationToken).ConfigureAwait(false);
        }

        return captured.Receipt;
    }
}

/// <summary>What the readings of one run need.</summary>
internal sealed record CaptureWork(
    ISource Source, IKnownEntries Known, SystemMemory Memory, RunJournal Journal, SyncEngineOptions Bounds, Action<ProgressStage, int> Progress, ILogger Logger)
{
    /// <summary>The longest anchor that fits into a stream's name, with room for the system and kind before it.</summary>
    private const int AnchorLengthMax = 600;

    internal SystemName System => Source.Name;

    internal static bool IsUsable(string anchor) => anchor.Length is > 0 and <= AnchorLengthMax;

    internal Receipt WithoutReceipt() => new()
    {
        System = System,
        Complete = false,
        Identity = "",
        Problems = [new ReadProblem("NoReceipt", $"The adapter of '{System}' ended its reading without a receipt, so nothing is concluded from what it did not show.")],
    };

    /// <summary>Asks the source for single entries; null when it cannot be asked at all.</summary>
    internal async Task<IReadOnlyList<Confirmation>?> AskAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        try
        {
            return await Source.ConfirmAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (SyncEngineException error)
        {
            Log.NotConfirmed(Logger, System, error);
            return null;
        }
    }
}

/// <summary>How a reading ended.</summary>
/// <param name="Receipt">Its receipt.</param>
/// <param name="Settled">Whether every question it raised was answered: only then may the next reading begin where this one ended.</param>
internal sealed record Captured(Receipt Receipt, bool Settled);
