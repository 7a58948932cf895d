using System.Collections.Immutable;
using System.Text.Json;
using SyncEngine.Model;

namespace SyncEngine.Audit;

/// <summary>One person's whole story, oldest first.</summary>
/// <param name="Person">The source entry, or the account when no entry is linked to it.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Accounts">Linked accounts whose observations are part of the story.</param>
/// <param name="Items">What happened.</param>
public sealed record PersonHistory(EntryKey Person, string Name, ImmutableArray<EntryKey> Accounts, ImmutableArray<HistoryItem> Items);

/// <summary>One event of a story.</summary>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Type">The stored name of the event.</param>
/// <param name="Stream">The stream it stands in.</param>
/// <param name="Sequence">Its place in the store.</param>
/// <param name="Run">The run that recorded it.</param>
/// <param name="Actor">Who acted.</param>
/// <param name="Text">What it says, for people.</param>
/// <param name="Data">What it holds.</param>
public sealed record HistoryItem(
    DateTimeOffset At, string Type, StreamName Stream, long Sequence, RunId Run, Actor Actor, string Text, JsonElement Data);
