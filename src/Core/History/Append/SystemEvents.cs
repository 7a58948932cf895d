using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.History;

// Events of a system's stream, and the reading events of a run's stream.

/// <summary>A system said for the first time what it is. Another identity under the same name later stops the run.</summary>
public sealed record SystemIdentified(string Identity) : IEngineEvent;

/// <summary>
/// A system was read to a clean end, in full, for the first time: from here on it is known whom it has. Where several sources speak for one person, nobody loses
/// access before each of them was read so once.
/// </summary>
/// <param name="Accounts">How many accounts that reading had.</param>
public sealed record SystemKnown(int Accounts) : IEngineEvent;

/// <summary>A reading moved a system's cursor; appended after everything before it.</summary>
/// <param name="Cursor">Where the next reading continues.</param>
/// <param name="Mode">Whether that reading was a full one.</param>
public sealed record CursorAdvanced(Cursor Cursor, ReadMode Mode = ReadMode.Full) : IEngineEvent;

/// <summary>A reading came to a clean end.</summary>
public sealed record ReadCompleted(Receipt Receipt) : IEngineEvent;

/// <summary>A reading did not come to a clean end; the receipt says where it broke.</summary>
public sealed record ReadIncomplete(Receipt Receipt) : IEngineEvent;
