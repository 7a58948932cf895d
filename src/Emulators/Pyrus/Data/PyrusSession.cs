namespace SyncEngine.Emulators;

/// <summary>One device on which a member is signed in. Blocking the member ends all of them.</summary>
/// <param name="Device">What the session runs on, for people: <c>iPhone</c>.</param>
/// <param name="StartedAt">When it began, UTC.</param>
public sealed record PyrusSession(string Device, DateTimeOffset StartedAt);
