using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// Which servers are believed: those whose certificate leads to the system's store, or, when certificates are given, to one of these and
/// nothing else. The host name is always checked. There is no way to switch either off.
/// </summary>
internal sealed class CertificateTrust
{
    private readonly X509Certificate2Collection? given;

    private CertificateTrust(X509Certificate2Collection? given) => this.given = given;

    /// <summary>The machine's own store.</summary>
    internal static CertificateTrust System { get; } = new(null);

    /// <summary>Only what leads to a certificate of this file (PEM, one or more; or one in DER).</summary>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static CertificateTrust File(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        if (certificates.Count == 0)
        {
            certificates.Add(X509CertificateLoader.LoadCertificateFromFile(path));
        }

        return new CertificateTrust(certificates);
    }

    /// <summary>
    /// How chains are built. Nothing is downloaded while a handshake waits: no missing intermediates, no revocation lists (those lie in the
    /// directory that is about to be read).
    /// </summary>
    internal X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (given is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(given);
        }

        return policy;
    }

    /// <summary>Says why a certificate is refused, or null when it is believed.</summary>
    internal LdapException? Judge(LdapEndpoint server, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new LdapException(LdapTrouble.CertificateUntrusted, $"{server} showed no certificate.");
        }

        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status)
            ?? X509ChainStatusFlags.NoError;
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return new LdapException(
                LdapTrouble.CertificateExpired,
                $"The certificate of {server} or one above it is not valid now: {Facts(leaf)}.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new LdapException(
                LdapTrouble.CertificateNameMismatch,
                $"The certificate of {server} is for another name than {server.Host}: {Facts(leaf)}, names {Names(leaf)}.");
        }

        return IsPinned(leaf)
            ? null
            : new LdapException(
                LdapTrouble.CertificateUntrusted,
                $"The certificate of {server} does not lead to a trusted authority ({status}): {Facts(leaf)}.");
    }

    /// <summary>Issuer, validity and thumbprint, for people.</summary>
    internal static string Facts(X509Certificate2 certificate) =>
        $"subject '{certificate.Subject}', issuer '{certificate.Issuer}', valid {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to "
        + $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}";

    // A file that holds the server's own certificate, not its issuer's, is a pin.
    private bool IsPinned(X509Certificate2 leaf) => given?.Any(c => c.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span)) == true;

    private static string Names(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = extension is null
            ? []
            : extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(a => a.ToString())).ToArray();
        return names.Length == 0 ? "(none)" : string.Join(", ", names);
    }
}
