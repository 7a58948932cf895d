using System.Net;
using System.Net.Sockets;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Doctor;

/// <summary>The doctor on everything between this machine and a domain controller: name, port, TLS, certificate. Each trouble is real.</summary>
public sealed class ConnectionTroubleTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_name_that_DNS_does_not_know() => FailsAsync(
        o => o.Server = "ldaps://dc1.corp.invalid", "name", "ServerNotFound",
        ["The name dc1.corp.invalid cannot be resolved"], "Check the host name in Server ('ldaps://dc1.corp.invalid'), and that this machine uses a DNS server");

    [Fact]
    public async Task A_closed_port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var where = listener.LocalEndpoint.ToString()!;
        listener.Stop();

        await FailsAsync(
            o => o.Server = $"ldaps://{where}", "reachable", "ConnectionRefused", [$"{where} (127.0.0.1) cannot be connected to"], $"Check the port in Server ('ldaps://{where}'");
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS()
    {
        await using var plain = new TcpRelay(shared.Domain.Ldap);
        await FailsAsync(
            o => o.Server = $"ldaps://127.0.0.1:{plain.Port}", "certificate", "TlsFailed", [$"127.0.0.1:{plain.Port}"], "Check that the port speaks TLS");
    }

    [Fact]
    public async Task A_server_that_refuses_StartTLS()
    {
        await using var server = new ScriptedServer(
            shared.Domain.Authority, r => [ScriptedServer.Result(r.Id, 24, 52, "no certificate here")], startTls: true);

        await FailsAsync(
            o => o.Server = server.Url, "certificate", "TlsFailed", [$":{server.Port} refuses StartTLS", "no certificate here"], "has a certificate");
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_speaks_between_StartTLS_and_the_handshake()
    {
        await using var server = new ScriptedServer(
            shared.Domain.Authority, r => [[.. ScriptedServer.Result(r.Id, 24, 0), .. ScriptedServer.Result(2, 1, 0)]], startTls: true);

        await FailsAsync(o => o.Server = server.Url, "certificate", "TlsFailed", [$":{server.Port} sent data between StartTLS and the handshake"], "TLS");
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_certificate(bool startTls)
    {
        using var certificate = shared.Domain.Authority.Issue(
            ["localhost"], [IPAddress.Loopback], DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-2));
        await CertificateFailsAsync(certificate, startTls, "CertificateExpired", "is not valid now", "Renew the domain controller's certificate, and check the clock");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_of_tomorrow(bool startTls)
    {
        using var certificate = shared.Domain.Authority.Issue(
            ["localhost"], [IPAddress.Loopback], DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow.AddDays(20));
        await CertificateFailsAsync(certificate, startTls, "CertificateExpired", "is not valid now", "check the clock of this machine");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_for_another_name(bool startTls)
    {
        using var certificate = shared.Domain.Authority.Issue(["dc9.contoso.test"], []);
        await CertificateFailsAsync(
            certificate, startTls, "CertificateNameMismatch", "is for another name than 127.0.0.1: subject 'CN=dc9.contoso.test'", "Use in Server a name that the certificate is for");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_of_an_unknown_authority(bool startTls)
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue(["localhost"], [IPAddress.Loopback]);
        await CertificateFailsAsync(
            certificate, startTls, "CertificateUntrusted", "does not lead to a trusted authority", "Give the certificate of the issuing authority (PEM) in TrustedCertificate");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_is_no_servers(bool startTls)
    {
        using var certificate = shared.Domain.Authority.Issue(["localhost"], [IPAddress.Loopback], purpose: "1.3.6.1.5.5.7.3.2");
        await CertificateFailsAsync(certificate, startTls, "CertificateUntrusted", "does not lead to a trusted authority", "TrustedCertificate");
    }

    [Fact]
    public Task An_authority_that_the_machines_store_does_not_know() => FailsAsync(
        o => o.TrustedCertificate = null, "certificate", "CertificateUntrusted",
        [shared.Domain.Ldaps.ToString(), "issuer 'CN=SyncEngine test authority'", "SHA-256"], "install it in this machine's store");

    [Theory]
    [InlineData("/nowhere/ca.pem")]
    [InlineData("/dev/null")]
    public Task A_certificate_file_that_holds_none(string path) => FailsAsync(
        o => o.TrustedCertificate = path, "certificate", "TrustedCertificateUnreadable", [$"The certificate file '{path}' cannot be used"], "Give the path of a PEM file");

    [Fact]
    public async Task A_file_with_several_authorities_trusts_each_of_them_and_no_other()
    {
        using var other = new TestAuthority();
        using var third = new TestAuthority();
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $"# the old one\n{other.Pem}\n# the new one\n{shared.Domain.Authority.Pem}\n", Token);
            await using var old = new ScriptedServer(other, r => [ScriptedServer.Result(r.Id, 1, 49, "data 52e")]);
            await using var stranger = new ScriptedServer(third, _ => []);

            Assert.All(await ExamineAsync(o => o.TrustedCertificate = path), r => Assert.NotEqual(CheckStatus.Failed, r.Status));
            Assert.Equal("credentials", (await ExamineAsync(o => (o.TrustedCertificate, o.Server) = (path, old.Url)))[^1].Check);
            Assert.Contains("[CertificateUntrusted]", (await ExamineAsync(o => (o.TrustedCertificate, o.Server) = (path, stranger.Url)))[^1].Detail, StringComparison.Ordinal);
            Assert.Empty(stranger.Requests);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task CertificateFailsAsync(
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate, bool startTls, string code, string what, string remedy)
    {
        await using var server = new ScriptedServer(
            shared.Domain.Authority, r => [ScriptedServer.Result(r.Id, 24, 0)], certificate, startTls);
        await FailsAsync(o => o.Server = server.Url, "certificate", code, [$"The certificate of 127.0.0.1:{server.Port}", what, "valid "], remedy);
        Assert.DoesNotContain(server.Requests, r => r.Operation == ScriptedRequest.Bind);
    }

    private Task FailsAsync(Action<ActiveDirectoryOptions> spoil, string step, string code, string[] what, string remedy) =>
        Examination.FailsAsync(Options(spoil), step, code, what, remedy);

    private Task<List<CheckResult>> ExamineAsync(Action<ActiveDirectoryOptions> change) => Examination.RunAsync(Options(change));

    private ActiveDirectoryOptions Options(Action<ActiveDirectoryOptions> change)
    {
        var options = AdReading.Options(shared.Domain);
        (options.ConnectTimeout, options.OperationTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        change(options);
        return options;
    }
}
