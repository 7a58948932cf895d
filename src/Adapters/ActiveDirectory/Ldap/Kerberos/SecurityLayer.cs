using System.Buffers.Binary;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>The four bytes by which both sides agree on how the conversation is protected after the sign-in (RFC 4752, section 3.1).</summary>
internal static class SecurityLayer
{
    private const byte None = 1;
    private const byte Confidentiality = 4;

    /// <summary>Reads the server's offer and chooses: inside TLS no layer, otherwise sealing, and nothing else.</summary>
    /// <returns>The answer, and the longest sealed buffer that the server takes; 0 without a layer.</returns>
    /// <exception cref="LdapException">The server does not offer what is needed. Nothing but the sign-in was said.</exception>
    internal static (byte[] Answer, int SendMax) Choose(ReadOnlySpan<byte> offer, bool insideTls, LdapEndpoint server)
    {
        if (offer.Length != 4)
        {
            throw LdapException.Protocol($"an offer of security layers of {offer.Length} bytes (4 are expected)");
        }

        var offered = offer[0];
        var sendMax = BinaryPrimitives.ReadInt32BigEndian(offer) & 0xFFFFFF;
        if (insideTls)
        {
            return (offered & None) != 0
                ? ([None, 0, 0, 0], 0)
                : throw new LdapException(LdapTrouble.SealRefused, $"{server} wants a seal of Kerberos inside TLS (it offers {Text(offered)}), which no server takes.");
        }

        if ((offered & Confidentiality) == 0 || sendMax <= 2 * SealedStream.SealLengthMax)
        {
            throw new LdapException(
                LdapTrouble.SealRefused,
                $"{server} does not offer to seal the conversation (it offers {Text(offered)}, buffers of {sendMax} bytes): nothing is read in clear.");
        }

        var answer = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(answer, SealedStream.ReceiveMax);
        answer[0] = Confidentiality;
        return (answer, sendMax);
    }

    private static string Text(byte offered)
    {
        string[] names = [.. new[] { (None, "none"), ((byte)2, "integrity"), (Confidentiality, "confidentiality") }
            .Where(layer => (offered & layer.Item1) != 0)
            .Select(layer => layer.Item2)];
        return names.Length == 0 ? "nothing" : string.Join(", ", names);
    }
}
