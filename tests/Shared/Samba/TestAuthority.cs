using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SyncEngine.TestSupport.Samba;

/// <summary>A certificate authority for one test run.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 root;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=SyncEngine test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
    }

    /// <summary>The authority's certificate, PEM.</summary>
    public string Pem => root.ExportCertificatePem();

    /// <summary>Issues a server's certificate, with its key. By default it is valid now.</summary>
    public X509Certificate2 Issue(IEnumerable<string> names, IEnumerable<IPAddress> addresses, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null,
        string purpose = ServerAuthentication)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + names.FirstOrDefault("server"), own, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternative.AddDnsName(name);
        }

        foreach (var address in addresses.Distinct())
        {
            alternative.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(alternative.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var issued = request.Create(
            root,
            notBefore ?? DateTimeOffset.UtcNow.AddDays(-1),
            notAfter ?? DateTimeOffset.UtcNow.AddDays(90),
            RandomNumberGenerator.GetBytes(12));
        using var withKey = issued.CopyWithPrivateKey(own);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Writes the authority's certificate and a server's certificate and key as PEM files.</summary>
    internal void Write(string folder, X509Certificate2 server)
    {
        File.WriteAllText(Path.Combine(folder, "ca.pem"), Pem);
        File.WriteAllText(Path.Combine(folder, "server.pem"), server.ExportCertificatePem());
        var keyPath = Path.Combine(folder, "server.key");
        File.WriteAllText(keyPath, server.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Begins TLS with a server of this authority.</summary>
    internal SslStream Connect(Stream inner)
    {
        var stream = new SslStream(inner);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = SambaDomain.ServerName, CertificateChainPolicy = policy });
        return stream;
    }

    public void Dispose()
    {
        root.Dispose();
        key.Dispose();
    }
}
