namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// Signs in by Kerberos (SASL mechanism GSSAPI, RFC 4752): proves to each side who the other is, and agrees on how the rest is protected. Without TLS the
/// rest is sealed; inside TLS it is not, since servers take one of the two.
/// </summary>
internal static class KerberosSignIn
{
    private const string Mechanism = "GSSAPI";
    private const int StepsMax = 10;

    /// <param name="connection">Connected, and inside TLS unless its endpoint is a sealed one.</param>
    /// <param name="context">Our side; owned by the connection when the conversation is sealed.</param>
    /// <param name="first">The first token of the context.</param>
    /// <param name="cancellationToken">Ends the sign-in.</param>
    /// <returns>Whether the connection owns the context now.</returns>
    /// <exception cref="LdapException">The server refused, is not who it should be, or does not seal.</exception>
    internal static async Task<bool> RunAsync(LdapConnection connection, KerberosContext context, byte[] first, CancellationToken cancellationToken)
    {
        if (connection.IsPrivate == connection.Server.Sealed)
        {
            throw new InvalidOperationException("A sign-in by Kerberos needs either TLS or the seal, not both and not neither.");
        }

        var token = first;
        for (var step = 0; !context.Finished; step++)
        {
            var (ended, answer) = await connection.SaslStepAsync(Mechanism, token, cancellationToken).ConfigureAwait(false);
            if (ended || step == StepsMax)
            {
                throw new LdapException(LdapTrouble.SealRefused, $"{connection.Server} ended the sign-in before it proved who it is.");
            }

            token = await context.NextAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        var offer = await connection.SaslStepAsync(Mechanism, token, cancellationToken).ConfigureAwait(false);
        if (offer.Finished)
        {
            throw new LdapException(LdapTrouble.SealRefused, $"{connection.Server} ended the sign-in without agreeing on how the rest is protected.");
        }

        var (chosen, sendMax) = SecurityLayer.Choose(context.Verify(offer.Token), connection.IsPrivate, connection.Server);
        var (done, _) = await connection.SaslStepAsync(Mechanism, context.Sign(chosen), cancellationToken).ConfigureAwait(false);
        if (!done)
        {
            throw LdapException.Protocol($"{connection.Server} wants to go on with a sign-in that is at its end");
        }

        if (!connection.Server.Sealed)
        {
            return false;
        }

        connection.Seal(inner => new SealedStream(inner, context.ToSeal(), sendMax));
        return true;
    }
}
