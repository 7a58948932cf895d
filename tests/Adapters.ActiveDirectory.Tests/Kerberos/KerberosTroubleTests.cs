using System.Net;
using System.Net.Sockets;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Kerberos;

/// <summary>Every way in which a sign-in by Kerberos goes wrong, provoked at a real KDC: the doctor's step, its cause, where, and the remedy.</summary>
[Collection(KerberosGroup.Name)]
public sealed class KerberosTroubleTests
{
    private readonly KerberosDomain kerberos;

    public KerberosTroubleTests(KerberosDomain kerberos)
    {
        this.kerberos = kerberos;
        kerberos.Reset();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_machine_passes_and_the_ticket_is_named()
    {
        var results = await CheckAsync(_ => { });

        Assert.Equal(["name", "reachable", "ticket", "credentials", "base", "visible", "changes", "deletions", "clock"], results.Select(r => r.Check));
        AllIsWell(results);
        Assert.Contains("svc-krb@CONTOSO.TEST, good for ", results.Single(r => r.Check == "ticket").Detail, StringComparison.Ordinal);
        Assert.Contains("sealed", results.Single(r => r.Check == "credentials").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_ticket_and_no_keytab_are_told_as_such()
    {
        File.Delete(KerberosMachine.ClientKeytab);
        await FailsAtAsync("ticket", "TicketMissing", "KRB5_CLIENT_KTNAME");
    }

    [Fact]
    public async Task An_expired_ticket_without_a_keytab_is_told_as_expired_and_with_one_is_renewed()
    {
        await AdReading.OfAsync(kerberos.Options);
        TicketCacheFile.Expire(KerberosMachine.TicketCache);
        var keytab = await File.ReadAllBytesAsync(KerberosMachine.ClientKeytab, Token);
        File.Delete(KerberosMachine.ClientKeytab);

        await FailsAtAsync("ticket", "TicketExpired", "kinit");

        await File.WriteAllBytesAsync(KerberosMachine.ClientKeytab, keytab, Token);
        AllIsWell(await CheckAsync(_ => { }));
    }

    [Fact]
    public async Task Clocks_that_are_too_far_apart_are_told_as_such()
    {
        await AdReading.OfAsync(kerberos.Options);
        TicketCacheFile.Skew(KerberosMachine.TicketCache, TimeSpan.FromHours(1));
        File.Delete(KerberosMachine.ClientKeytab);
        await using var relay = new TcpRelay(kerberos.Domain.Ldap);

        // The server says it of a ticket that is there; the KDC of one that is asked for.
        await FailsAtAsync("credentials", "ClockSkew", "NTP");
        await FailsAtAsync("ticket", "ClockSkew", "NTP", o => o.Server = $"ldap://localhost:{relay.Port}");
    }

    [Fact]
    public async Task A_KDC_that_is_not_there_is_told_as_such()
    {
        KerberosMachine.Configure("127.0.0.1:1");
        await FailsAtAsync("ticket", "KdcUnreachable", "port 88");
    }

    [Fact]
    public async Task A_KDC_that_never_answers_costs_the_connect_timeout_and_no_more()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        KerberosMachine.Configure(silent.LocalEndpoint.ToString()!);
        await FailsAtAsync("ticket", "KdcUnreachable", "port 88", o => o.ConnectTimeout = TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_realm_that_krb5_conf_does_not_know_is_told_as_such()
    {
        await File.WriteAllTextAsync(KerberosMachine.Settings, "[libdefaults]\n default_realm = CONTOSO.TEST\n dns_lookup_kdc = false\n", Token);
        await FailsAtAsync("ticket", "KdcUnreachable", "krb5.conf");
    }

    [Fact]
    public async Task A_host_name_that_no_service_has_is_told_as_such()
    {
        await using var relay = new TcpRelay(kerberos.Domain.Ldap);
        await FailsAtAsync("ticket", "ServicePrincipalUnknown", "servicePrincipalName", o => o.Server = $"ldap://127.0.0.2:{relay.Port}");
    }

    [Fact]
    public async Task A_keytab_with_an_old_password_is_told_as_refused()
    {
        await kerberos.SpoilReaderPasswordAsync(Token);
        try
        {
            await FailsAtAsync("ticket", "KerberosAccountRefused", "keytab anew");
            Assert.Equal(1, await kerberos.WrongPasswordsAsync(Token));
        }
        finally
        {
            await kerberos.RestoreReaderAsync(Token);
        }
    }

    [Fact]
    public async Task A_ticket_for_another_service_is_refused_by_the_server()
    {
        // "localhost" is the scripted server's account: the domain controller cannot open a ticket for it.
        await using var relay = new TcpRelay(kerberos.Domain.Ldap);
        await FailsAtAsync("credentials", "TicketRefused", "servicePrincipalName", o => o.Server = $"ldap://localhost:{relay.Port}");
    }

    [Fact]
    public async Task Kerberos_inside_TLS_is_refused_by_Samba_and_the_remedy_is_port_389()
    {
        await FailsAtAsync(
            "credentials", "KerberosInsideTls", "ldap://", o => (o.Server, o.TrustedCertificate) = (kerberos.Domain.LdapsUrl, kerberos.Domain.CaFile));
    }

    // An ordinary account: what it may not is a warning of its own.
    private static void AllIsWell(List<CheckResult> results) =>
        Assert.All(results, r => Assert.True(r.Status == (r.Check is "changes" or "deletions" ? CheckStatus.Warning : CheckStatus.Ok), r.ToString()));

    private async Task FailsAtAsync(string check, string code, string remedy, Action<ActiveDirectoryOptions>? change = null)
    {
        var results = await CheckAsync(change ?? (_ => { }));
        var last = results[^1];
        Assert.True((check, CheckStatus.Failed) == (last.Check, last.Status), last.ToString());
        Assert.True(last.Detail.Contains($"[{code}]", StringComparison.Ordinal), last.ToString());
        Assert.Contains(remedy, last.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(KerberosDomain.Password, last.ToString(), StringComparison.Ordinal);
        Assert.All(results.SkipLast(1), r => Assert.Equal(CheckStatus.Ok, r.Status));
    }

    private async Task<List<CheckResult>> CheckAsync(Action<ActiveDirectoryOptions> change)
    {
        var options = kerberos.Options;
        change(options);
        return await new ActiveDirectoryCheck(AdReading.System, () => options, TimeProvider.System).CheckAsync(Token).ToListAsync(Token);
    }
}
