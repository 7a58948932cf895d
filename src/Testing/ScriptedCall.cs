using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>One write that a <see cref="ScriptedTarget"/> was asked for.</summary>
/// <param name="Number">Its place, from 0.</param>
/// <param name="Change">What was asked.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Outcome">What was answered; null when it threw.</param>
public sealed record ScriptedCall(int Number, Change Change, IdempotencyKey Key, Outcome? Outcome);
