using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>What a wrong configuration looks like: one clear error with its own code, in time, before the first record.</summary>
public sealed class StartTroubleTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_told_without_the_password()
    {
        var error = await TroubleAsync(o => o.Password = "Wr0ng-secret");

        Assert.Equal("WrongCredentials", error.Code);
        Assert.Contains("data 52e", error.Message, StringComparison.Ordinal);
        Assert.Contains(SambaDomain.AdminUser, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Wr0ng-secret", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_reader_is_told_apart_from_a_wrong_password()
    {
        var unit = await shared.OwnUnitAsync();
        var dn = await shared.Tools.AddUserAsync("Disabled Reader", "svc-disabled", unit, Token);
        await shared.Tools.SetPasswordAsync(dn, "Pa55word-svc-disabled", Token);
        await shared.Tools.DisableAsync(dn, Token);

        var error = await TroubleAsync(o => (o.User, o.Password) = ("CONTOSO\\svc-disabled", "Pa55word-svc-disabled"));

        Assert.Equal("AccountDisabled", error.Code);
    }

    [Fact]
    public async Task An_unknown_authority_is_not_trusted()
    {
        using var other = new TestAuthority();
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, other.Pem, Token);
        try
        {
            var error = await TroubleAsync(o => o.TrustedCertificate = path);
            Assert.Equal("CertificateUntrusted", error.Code);
            Assert.Contains("issuer 'CN=SyncEngine test authority'", error.Message, StringComparison.Ordinal);
            Assert.Equal("CertificateUntrusted", (await TroubleAsync(o => o.TrustedCertificate = null)).Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_accepted()
    {
        using var certificate = shared.Domain.Authority.Issue(["dc9.contoso.test"], []);
        await using var server = new ScriptedServer(shared.Domain.Authority, _ => [], certificate);

        var error = await TroubleAsync(o => o.Server = server.Url);

        Assert.Equal("CertificateNameMismatch", error.Code);
        Assert.Contains("dc9.contoso.test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_not_accepted()
    {
        using var certificate = shared.Domain.Authority.Issue(
            ["localhost"], [IPAddress.Loopback], DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-2));
        await using var server = new ScriptedServer(shared.Domain.Authority, _ => [], certificate);

        Assert.Equal("CertificateExpired", (await TroubleAsync(o => o.Server = server.Url)).Code);
    }

    [Theory]
    [InlineData("/nowhere/ca.pem")]
    [InlineData("/dev/null")]
    public async Task A_certificate_file_that_holds_none_is_named(string path)
    {
        var error = await TroubleAsync(o => o.TrustedCertificate = path);
        Assert.Equal("TrustedCertificateUnreadable", error.Code);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_does_not_exist_is_an_error_and_not_an_empty_company()
    {
        var error = await TroubleAsync(o => o.BaseDn = $"OU=Nowhere,{SambaDomain.BaseDn}");
        Assert.Equal("BaseNotFound", error.Code);
        Assert.Contains("OU=Nowhere,DC=contoso,DC=test", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DC=other,DC=test")]
    [InlineData("DC=test")]
    public async Task A_base_of_another_domain_is_an_error(string baseDn) =>
        Assert.Equal("BaseOutsideDomain", (await TroubleAsync(o => o.BaseDn = baseDn)).Code);

    [Fact]
    public async Task A_closed_port_is_told_as_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal("ConnectionRefused", (await TroubleAsync(o => o.Server = $"ldaps://127.0.0.1:{port}")).Code);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_as_such() =>
        Assert.Equal("ServerNotFound", (await TroubleAsync(o => o.Server = "ldaps://dc1.corp.invalid")).Code);

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_ends_within_its_deadline()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        void Shorten(ActiveDirectoryOptions o) => (o.ConnectTimeout, o.OperationTimeout) = (TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.3));
        var watch = Stopwatch.StartNew();

        var ldaps = await TroubleAsync(o =>
        {
            o.Server = $"ldaps://127.0.0.1:{port}";
            Shorten(o);
        });
        var startTls = await TroubleAsync(o =>
        {
            o.Server = $"ldap://127.0.0.1:{port}";
            Shorten(o);
        });

        Assert.Equal(("TlsFailed", "ServerSilent"), (ldaps.Code, startTls.Code));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_server_that_is_no_domain_controller_is_told_as_such()
    {
        await using var server = new ScriptedServer(shared.Domain.Authority, r => r.Operation == ScriptedRequest.Bind
            ? [ScriptedServer.Result(r.Id, 1, 0)]
            : ScriptedDomain.One(r.Id, "", ("namingContexts", ["o=corp"])));

        Assert.Equal("NotActiveDirectory", (await TroubleAsync(o => o.Server = server.Url)).Code);
    }

    [Theory]
    [InlineData(8, "", "StrongAuthRequired")]
    [InlineData(13, "", "StrongAuthRequired")]
    [InlineData(51, "", "ServerUnavailable")]
    [InlineData(49, "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4563", "WrongCredentials")]
    [InlineData(49, "…, data 532, v4563", "PasswordExpired")]
    [InlineData(49, "…, data 701, v4563", "AccountExpired")]
    [InlineData(49, "…, data 773, v4563", "PasswordMustChange")]
    [InlineData(49, "…, data 775, v4563", "AccountLocked")]
    [InlineData(49, "…, data 530, v4563", "SignInNotAllowed")]
    [InlineData(49, "no detail", "WrongCredentials")]
    [InlineData(80, "odd", "ServerRefused")]
    public async Task Every_refusal_of_the_sign_in_has_its_code(int result, string diagnostic, string code)
    {
        await using var server = new ScriptedServer(shared.Domain.Authority, r => [ScriptedServer.Result(r.Id, 1, result, diagnostic)]);
        Assert.Equal(code, (await TroubleAsync(o => o.Server = server.Url)).Code);
    }

    private async Task<ConnectedSystemException> TroubleAsync(Action<ActiveDirectoryOptions> spoil)
    {
        var options = AdReading.Options(shared.Domain);
        spoil(options);
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(options));
        Assert.Equal(AdReading.System, error.System);
        Assert.NotEmpty(error.Remedy);
        return error;
    }
}
