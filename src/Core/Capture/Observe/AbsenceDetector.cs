using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>
/// Collects what one reading showed and says at its end what it did not show. Absence exists only under a complete receipt of a full reading;
/// anything else detects nothing.
/// </summary>
internal sealed class AbsenceDetector
{
    private readonly HashSet<EntryKey> seen = [];

    /// <summary>How many entries the reading showed so far.</summary>
    internal int Seen => seen.Count;

    /// <summary>Takes note of an entry; false when the reading showed it before.</summary>
    internal bool See(EntryKey key) => seen.Add(key);

    /// <summary>The known entries that the reading did not show, in order; none unless the receipt proves a complete full reading.</summary>
    internal IReadOnlyList<EntryKey> Absent(IEnumerable<EntryKey> knownPresent, Receipt receipt) =>
        receipt is { Complete: true, Mode: ReadMode.Full }
            ? [.. knownPresent.Where(key => !seen.Contains(key)).Order()]
            : [];
}
