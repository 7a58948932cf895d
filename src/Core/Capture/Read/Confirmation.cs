using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>What a system says when it is asked for one entry by its anchor.</summary>
public enum ConfirmationAnswer
{
    /// <summary>The question could not be answered (trouble, missing rights, a source that cannot be asked). Proves nothing.</summary>
    CannotTell = 0,

    /// <summary>The system has a tombstone: it was deleted.</summary>
    Deleted = 1,

    /// <summary>The system answered cleanly that it has no such entry.</summary>
    Gone = 2,

    /// <summary>It exists, outside of what is read (moved out of the base).</summary>
    Elsewhere = 3,

    /// <summary>It exists within what is read: the reading missed it.</summary>
    Present = 4,
}

/// <summary>The answer for one entry.</summary>
/// <param name="Key">The entry asked for.</param>
/// <param name="Answer">What the system said.</param>
/// <param name="Evidence">How it said so, for an auditor: <c>LDAP base search by GUID at dc1: noSuchObject (32)</c>.</param>
/// <param name="Record">The entry as found, for <see cref="ConfirmationAnswer.Elsewhere"/> and <see cref="ConfirmationAnswer.Present"/> where the source gives it.</param>
public sealed record Confirmation(EntryKey Key, ConfirmationAnswer Answer, string Evidence, SourceRecord? Record = null);
