using SyncEngine.Model;

namespace SyncEngine;

/// <summary>A connected system as registered: what validation and <c>doctor</c> know of it before it is used.</summary>
internal sealed record SystemRegistration(SystemName Name, bool IsTarget);

/// <summary>A sync as registered.</summary>
internal sealed record SyncRegistration(SyncName Name);
