using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Kerberos;

/// <summary>With Kerberos nothing is ever said in clear: a server that does not seal, or stops sealing, is not spoken to.</summary>
[Collection(KerberosGroup.Name)]
public sealed class KerberosSealTests
{
    private readonly KerberosDomain kerberos;

    public KerberosSealTests(KerberosDomain kerberos)
    {
        this.kerberos = kerberos;
        kerberos.Reset();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_the_wire_nothing_of_what_is_read_or_asked_can_be_seen()
    {
        await kerberos.Domain.Tools.AddUserAsync("Conspicuous Person", "conspicuous", SambaDomain.UsersContainer, Token);
        await using var relay = new TcpRelay(kerberos.Domain.Ldap);
        var options = kerberos.Options;
        options.Server = $"ldap://{kerberos.Domain.Ldap.Address}:{relay.Port}";

        var reading = await AdReading.OfAsync(options);

        Assert.True(reading.Receipt.Complete);
        Assert.Contains(reading.Accounts, a => a.Attributes["login"] == "conspicuous");
        foreach (var wire in new[] { relay.Up, relay.Down })
        {
            var text = Encoding.Latin1.GetString(wire.ToArray());
            Assert.Contains("GSSAPI", text + Encoding.Latin1.GetString(relay.Up.ToArray()), StringComparison.Ordinal);
            Assert.DoesNotContain("conspicuous", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("DC=contoso", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("sAMAccountName", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(1, "none")]
    [InlineData(3, "none, integrity")]
    [InlineData(0, "nothing")]
    public async Task A_server_that_offers_less_than_sealing_is_asked_nothing(byte layers, string offered)
    {
        await using var server = new ScriptedKerberosServer { Offer = [layers, 0xFF, 0xFF, 0xFF] };

        var error = await TroubleAsync(server);

        Assert.Equal("SealRefused", error.Code);
        Assert.Contains($"it offers {offered}", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_that_takes_no_sealed_buffer_of_any_use_is_asked_nothing()
    {
        await using var server = new ScriptedKerberosServer { Offer = [4, 0, 0, 100] };
        Assert.Equal("SealRefused", (await TroubleAsync(server)).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_success_before_the_seal_is_agreed_is_not_believed(int step)
    {
        await using var server = new ScriptedKerberosServer { SuccessFrom = step };

        Assert.Equal("SealRefused", (await TroubleAsync(server)).Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_is_sent_in_clear_behind_the_sign_in_is_refused()
    {
        await using var server = new ScriptedKerberosServer { Behind = ScriptedServer.Result(5, 5, 0) };
        var error = await TroubleAsync(server);
        Assert.True(error.Code is "SealRefused" or "ProtocolError", error.ToString());
    }

    [Fact]
    public async Task An_answer_that_is_signed_only_or_changed_or_too_long_is_not_believed()
    {
        var entry = ScriptedServer.Entry(5, "", ("dnsHostName", ["evil.example"]));
        await using var signed = new ScriptedKerberosServer { Answer = (_, seal) => ScriptedKerberosServer.Framed(ScriptedKerberosServer.Wrapped(seal, entry, encrypt: false)) };
        await using var changed = new ScriptedKerberosServer
        {
            Answer = (_, seal) =>
            {
                var wrapped = ScriptedKerberosServer.Wrapped(seal, entry, encrypt: true);
                wrapped[^1] ^= 1;
                return ScriptedKerberosServer.Framed(wrapped);
            },
        };
        await using var endless = new ScriptedKerberosServer { Answer = (_, _) => [0x7F, 0xFF, 0xFF, 0xFF] };
        await using var clear = new ScriptedKerberosServer { Answer = (_, _) => entry };

        Assert.Equal("SealRefused", (await TroubleAsync(signed)).Code);
        Assert.Equal("SealRefused", (await TroubleAsync(changed)).Code);
        Assert.Equal("ProtocolError", (await TroubleAsync(endless)).Code);
        Assert.Equal("ProtocolError", (await TroubleAsync(clear)).Code);
        Assert.Single(signed.Requests);
    }

    [Fact]
    public async Task A_server_with_small_buffers_gets_long_requests_in_parts()
    {
        var parts = 0;
        await using var server = new ScriptedKerberosServer
        {
            Offer = [4, 0, 8, 0],
            Answer = (request, _) =>
            {
                parts = request.Length;
                return [];
            },
        };
        var options = kerberos.Options;
        options.Server = server.Url;
        await using var connection = await OpenAsync(server);
        await SignIn.RunAsync(connection, options, TimeProvider.System, Token);

        await connection.SendSearchAsync(
            new SearchRequest(new string('x', 5000), SearchScope.Base, LdapFilter.Present("cn"), ["cn"]) { What = "much" }, null, Token);
        await server.Silent.Task.WaitAsync(Token);

        Assert.Equal(2048 - SealedStream.SealLengthMax, parts);
    }

    [Fact]
    public async Task Before_the_sign_in_nothing_can_be_read_and_no_password_sent()
    {
        await using var server = new ScriptedKerberosServer();
        await using var connection = await OpenAsync(server);
        var search = new SearchRequest("", SearchScope.Base, LdapFilter.Present("cn"), ["cn"]) { What = "anything" };

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.SendSearchAsync(search, null, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.BindAsync("user", "secret", Token));
    }

    private static Task<LdapConnection> OpenAsync(ScriptedKerberosServer server) => LdapConnection.OpenAsync(
        LdapEndpoint.TryParse(server.Url, SignInMethod.Kerberos)!,
        CertificateTrust.System,
        new LdapTimeouts(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)),
        TimeProvider.System,
        Token);

    private async Task<ConnectedSystemException> TroubleAsync(ScriptedKerberosServer server)
    {
        var options = kerberos.Options;
        options.Server = server.Url;
        return await Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(options));
    }
}
