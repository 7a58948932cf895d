namespace SyncEngine.Capture;

/// <summary>A bounded part of one reading.</summary>
/// <param name="Records">The records, at most as many as were asked for in one batch.</param>
/// <param name="Receipt">On the last batch only: the proof that the read was complete, or why it was not.</param>
public sealed record SourceBatch(IReadOnlyList<SourceRecord> Records, Receipt? Receipt = null)
{
    /// <summary>
    /// What the system says it is (see <see cref="Capture.Receipt.Identity"/>), on the first batch where it is known before reading: then a
    /// read of the wrong system stops before its first record counts.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>
    /// Delta only: anchors of entries that changed and are not there to be read now (moved out of the base, no account any more, vanished meanwhile). Those
    /// that are known are asked for by <see cref="ISource.ConfirmAsync"/>.
    /// </summary>
    public IReadOnlyList<string> InDoubt { get; init; } = [];

    /// <summary>
    /// Delta only: anchors of entries that came (back) into being outside of what is read, and so are not given. Who named one before it was deleted may
    /// name it no more, and a system need not report that: those are asked for.
    /// </summary>
    public IReadOnlyList<string> ArrivedElsewhere { get; init; } = [];
}
