namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>A clean answer.</summary>
/// <param name="Body">The whole body.</param>
/// <param name="ServerTime">The server's clock, as far as it told it.</param>
internal sealed record GoogleReply(byte[] Body, DateTimeOffset? ServerTime);
