using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Watching;

/// <summary>
/// What each message of a channel has to bring along: made of the channel's id by a secret, so that whoever knows the secret knows every genuine channel of the
/// system, those of other hosts and of earlier processes too. Nothing is stored.
/// </summary>
internal sealed class ChannelTokens(SystemName system, string? secret)
{
    /// <summary>Longer ids and tokens are nobody's.</summary>
    private const int LengthMax = 64;
    private readonly byte[] key = string.IsNullOrEmpty(secret) ? RandomNumberGenerator.GetBytes(32) : Encoding.UTF8.GetBytes(secret);

    internal string Of(string channelId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{system}\n{channelId}")));

    /// <summary>Takes as long for a wrong token as for the right one.</summary>
    internal bool IsOf(string channelId, string token) =>
        channelId.Length is > 0 and <= LengthMax && token.Length <= LengthMax
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(channelId)), Encoding.UTF8.GetBytes(token));
}
