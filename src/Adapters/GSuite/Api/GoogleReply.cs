namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>A clean answer.</summary>
/// <param name="body">The whole body, given back with this.</param>
/// <param name="serverTime">The server's clock, as far as it told it.</param>
internal sealed class GoogleReply(LentBody body, DateTimeOffset? serverTime) : IDisposable
{
    /// <summary>The whole body; not to be used after <see cref="Dispose"/>.</summary>
    internal ReadOnlySpan<byte> Body => body.Bytes.Span;

    internal DateTimeOffset? ServerTime => serverTime;

    public void Dispose() => body.Dispose();
}
