using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>
/// Says after a reading what it did not show. Absence exists only under a complete receipt of a full reading; anything else detects nothing.
/// </summary>
internal sealed class AbsenceDetector(KnownTable known, Receipt receipt)
{
    /// <summary>Whether anything is absent.</summary>
    internal bool Any => receipt is { Complete: true, Mode: ReadMode.Full } && known.Missing > 0;

    /// <summary>Whether this entry is.</summary>
    internal bool IsAbsent(EntryKey key) => Any && known.IsMissing(key);
}
