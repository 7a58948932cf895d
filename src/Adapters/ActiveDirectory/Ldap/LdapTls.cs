using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Makes a connection private and proves who is at its other end.</summary>
internal static class LdapTls
{
    internal static async Task<SslStream> SecureAsync(
        Stream inner, LdapEndpoint server, CertificateTrust trust, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        LdapException? refusal = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = server.Host,
            CertificateChainPolicy = trust.Policy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                (refusal = trust.Judge(server, certificate, chain, errors)) is null,
        };
        try
        {
            await Deadline.RunAsync(
                token => stream.AuthenticateAsClientAsync(options, token),
                timeouts.Connect,
                time,
                LdapTrouble.TlsFailed,
                () => $"{server} accepted the connection but did not finish the TLS handshake",
                cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw refusal ?? new LdapException(
                LdapTrouble.TlsFailed, $"The TLS handshake with {server} failed: {Innermost(e).Message}", e);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal static X509Certificate2? Certificate(SslStream stream) => stream.RemoteCertificate as X509Certificate2;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
