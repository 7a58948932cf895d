using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>How much of a system one reading covers.</summary>
public enum ReadMode
{
    /// <summary>Everything in scope: what is not in a complete one is absent.</summary>
    Full = 0,

    /// <summary>Changes since a cursor: what is not in it is unchanged, never absent.</summary>
    Delta = 1,
}

/// <summary>Something that went wrong or was passed over in a reading.</summary>
/// <param name="Code">A stable code in upper camel case, such as <c>PageFailed</c>.</param>
/// <param name="Message">What happened, where (server, page, line), without secrets and without personal data beyond names of groups and units.</param>
/// <param name="Breaking">True when the reading is incomplete because of it; false for a note (skipped kinds, warnings).</param>
public sealed record ReadProblem(string Code, string Message, bool Breaking = true);

/// <summary>Something an adapter wrote down of a reading so that an auditor can follow it: a naming context, a highest USN, a count.</summary>
/// <param name="Name">What it is, in lower camel case: <c>usnAtStart</c>.</param>
/// <param name="Value">The value, without secrets and without personal data.</param>
public sealed record ReceiptFact(string Name, string Value);

/// <summary>
/// The proof that one reading was complete, or why it was not. No receipt, no absence; no absence, no Block for absence.
/// </summary>
public sealed record Receipt
{
    /// <summary>The system that was read.</summary>
    public required SystemName System { get; init; }

    /// <summary>Whether everything in scope was read to a clean end.</summary>
    public required bool Complete { get; init; }

    /// <summary>Full or delta.</summary>
    public ReadMode Mode { get; init; } = ReadMode.Full;

    /// <summary>
    /// What the system says it is, independent of host names: a domain SID, a Google customer id, an organisation id. A change means another
    /// system answers under the same name, and the run stops.
    /// </summary>
    public required string Identity { get; init; }

    /// <summary>The server or file that answered, for people.</summary>
    public string? Server { get; init; }

    /// <summary>
    /// Distinguishes two readings of a source that cannot be asked for single entries (a file: its last write time and digest). Null where the
    /// source can be asked.
    /// </summary>
    public string? Snapshot { get; init; }

    /// <summary>
    /// Where the next reading can continue, where the source has such a thing: nothing that changed after the place it stands for may be missing in a
    /// delta from there, so of a full reading it is a place from before the reading began.
    /// </summary>
    public Cursor? Cursor { get; init; }

    /// <summary>
    /// Delta only: the changes cannot be told from that cursor (too old, of another server, a change that a delta cannot follow); the problems say why.
    /// Everything is read then, at once.
    /// </summary>
    public bool FullReadNeeded { get; init; }

    /// <summary>What else proves the reading, by name, in the order the adapter gives.</summary>
    public ImmutableArray<ReceiptFact> Facts { get; init; } = [];

    /// <summary>Accounts given.</summary>
    public int Accounts { get; init; }

    /// <summary>Groups given.</summary>
    public int Groups { get; init; }

    /// <summary>Units given.</summary>
    public int Units { get; init; }

    /// <summary>Pages (or requests) it took.</summary>
    public int Pages { get; init; }

    /// <summary>What went wrong or was passed over. At least one is <see cref="ReadProblem.Breaking"/> when the read is not complete.</summary>
    public ImmutableArray<ReadProblem> Problems { get; init; } = [];
}
