using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite;

/// <summary>One G Suite that was registered.</summary>
internal sealed record GSuiteSystem(SystemName Name);
