using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

/// <summary>A wait ends, whatever the server does: that is what the platform's own library does not give on Linux.</summary>
public sealed class LdapConnectionTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(30);
    private static readonly LdapTimeouts Patient = new(Ample, Ample);
    private readonly TestAuthority authority = new();
    private readonly string caFile = Path.GetTempFileName();

    public LdapConnectionTests() => File.WriteAllText(caFile, authority.Pem);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_accepts_and_stays_silent_in_the_handshake_costs_the_connect_timeout_and_no_more()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = new LdapEndpoint("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, StartTls: false);

        var trouble = await TroubleAsync(() => OpenAsync(server, new LdapTimeouts(Short, Ample)));

        Assert.Equal(LdapTrouble.TlsFailed, trouble.Trouble);
        Assert.Contains("did not finish the TLS handshake within 0.25 s", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_StartTLS_costs_the_operation_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = new LdapEndpoint("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, StartTls: true);

        var trouble = await TroubleAsync(() => OpenAsync(server, new LdapTimeouts(Ample, Short)));

        Assert.Equal(LdapTrouble.Silent, trouble.Trouble);
    }

    [Fact]
    public async Task A_server_that_never_answers_the_sign_in_costs_the_operation_timeout()
    {
        await using var server = new ScriptedServer(authority, _ => []);
        await using var connection = await OpenAsync(server, new LdapTimeouts(Ample, Short));

        var trouble = await TroubleAsync(() => connection.BindAsync("user", "secret", Token));

        Assert.Equal(LdapTrouble.Silent, trouble.Trouble);
        Assert.DoesNotContain("secret", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_the_middle_of_a_page_costs_the_operation_timeout()
    {
        await using var server = new ScriptedServer(authority, r => [ScriptedServer.Entry(r.Id, "CN=one", ("cn", ["one"]))]);
        await using var connection = await OpenAsync(server, new LdapTimeouts(Ample, Short));
        var search = Search(connection);
        await search.RequestAsync(Token);
        var seen = 0;

        var trouble = await TroubleAsync(() => search.ReadPageAsync(_ => seen++, Token));

        Assert.Equal(LdapTrouble.Silent, trouble.Trouble);
        Assert.Equal(1, seen);
        Assert.Contains("page 1 of everything", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_now_and_then_does_not_stretch_the_deadline_of_a_message()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dribbling = Task.Run(
            async () =>
            {
                using var socket = await listener.AcceptSocketAsync(stop.Token);
                foreach (var next in Enumerable.Repeat((byte)0x30, 1).Concat(Enumerable.Repeat((byte)0x84, 1)).Concat(new byte[10_000]))
                {
                    await socket.SendAsync(new[] { next }, stop.Token);
                    await Task.Delay(50, stop.Token);
                }
            },
            stop.Token);
        var server = new LdapEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, StartTls: true);

        var trouble = await TroubleAsync(() => OpenAsync(server, new LdapTimeouts(Ample, Short)));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => dribbling);
        Assert.True(trouble.Trouble is LdapTrouble.Silent or LdapTrouble.Protocol, trouble.Message);
    }

    [Fact]
    public async Task Cancelling_ends_any_wait_at_once()
    {
        await using var server = new ScriptedServer(authority, _ => []);
        await using var connection = await OpenAsync(server, Patient);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watch = Stopwatch.StartNew();
        var waiting = connection.BindAsync("user", "secret", cancel.Token);

        await cancel.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        Assert.True(watch.Elapsed < Ample / 2);
    }

    [Fact]
    public async Task A_lost_connection_is_told_as_such()
    {
        await using var server = new ScriptedServer(authority, _ => null);
        await using var connection = await OpenAsync(server, Patient);

        var trouble = await TroubleAsync(() => connection.BindAsync("user", "secret", Token));

        Assert.Equal(LdapTrouble.Disconnected, trouble.Trouble);
    }

    [Fact]
    public async Task A_notice_of_disconnection_is_told_with_the_servers_words()
    {
        await using var server = new ScriptedServer(authority, _ => [ScriptedServer.Result(0, 24, 52, "going down")]);
        await using var connection = await OpenAsync(server, Patient);

        var trouble = await TroubleAsync(() => connection.BindAsync("user", "secret", Token));

        Assert.Equal(LdapTrouble.Disconnected, trouble.Trouble);
        Assert.Contains("going down", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_LDAP_is_told_as_such()
    {
        await using var server = new ScriptedServer(authority, _ => ["HTTP/1.1 400 Bad Request"u8.ToArray()]);
        await using var connection = await OpenAsync(server, Patient);

        Assert.Equal(LdapTrouble.Protocol, (await TroubleAsync(() => connection.BindAsync("user", "secret", Token))).Trouble);
    }

    [Fact]
    public async Task A_message_of_absurd_length_is_refused_before_memory_is_taken_for_it()
    {
        await using var server = new ScriptedServer(authority, _ => [[0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]]);
        await using var connection = await OpenAsync(server, Patient);

        Assert.Equal(LdapTrouble.Protocol, (await TroubleAsync(() => connection.BindAsync("user", "secret", Token))).Trouble);
    }

    [Theory]
    [InlineData("user", "")]
    [InlineData("", "secret")]
    public async Task Without_a_name_or_a_password_nothing_is_sent(string user, string password)
    {
        await using var server = new ScriptedServer(authority, r => [ScriptedServer.Result(r.Id, 1, 0)]);
        await using var connection = await OpenAsync(server, Patient);

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.BindAsync(user, password, Token));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task StartTLS_secures_the_conversation_before_the_password_is_sent()
    {
        await using var server = new ScriptedServer(
            authority, r => [ScriptedServer.Result(r.Id, r.Operation == ScriptedRequest.Extended ? 24 : 1, 0)], startTls: true);
        await using var connection = await OpenAsync(server, Patient);

        await connection.BindAsync("user", "secret", Token);

        Assert.Equal([ScriptedRequest.Extended, ScriptedRequest.Bind], server.Requests.Select(r => r.Operation));
        Assert.True(connection.Tls!.IsEncrypted);
    }

    [Fact]
    public async Task A_server_that_refuses_StartTLS_gets_no_password()
    {
        await using var server = new ScriptedServer(authority, r => [ScriptedServer.Result(r.Id, 24, 52, "no certificate")], startTls: true);

        var trouble = await TroubleAsync(() => OpenAsync(server, Patient));

        Assert.Equal(LdapTrouble.TlsFailed, trouble.Trouble);
        Assert.Contains("refuses StartTLS", trouble.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_a_server_says_in_clear_behind_its_answer_to_StartTLS_is_refused()
    {
        await using var server = new ScriptedServer(
            authority, r => [[.. ScriptedServer.Result(r.Id, 24, 0), .. ScriptedServer.Result(2, 1, 0)]], startTls: true);

        Assert.Equal(LdapTrouble.TlsFailed, (await TroubleAsync(() => OpenAsync(server, Patient))).Trouble);
    }

    [Fact]
    public async Task An_unknown_authority_a_wrong_name_and_an_expired_certificate_are_told_apart()
    {
        using var other = new TestAuthority();
        using var wrongName = authority.Issue(["dc9.corp.example"], []);
        using var expired = authority.Issue(["localhost"], [IPAddress.Loopback], DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-2));
        await using var untrusted = new ScriptedServer(other, _ => []);
        await using var misnamed = new ScriptedServer(authority, _ => [], wrongName);
        await using var outdated = new ScriptedServer(authority, _ => [], expired);

        Assert.Equal(LdapTrouble.CertificateUntrusted, (await TroubleAsync(() => OpenAsync(untrusted, Patient))).Trouble);
        Assert.Equal(LdapTrouble.CertificateNameMismatch, (await TroubleAsync(() => OpenAsync(misnamed, Patient))).Trouble);
        Assert.Equal(LdapTrouble.CertificateExpired, (await TroubleAsync(() => OpenAsync(outdated, Patient))).Trouble);
    }

    [Fact]
    public async Task The_systems_store_does_not_know_a_test_authority()
    {
        await using var server = new ScriptedServer(authority, _ => []);

        var trouble = await TroubleAsync(() => LdapConnection.OpenAsync(
            new LdapEndpoint("127.0.0.1", server.Port, false), CertificateTrust.System, Patient, TimeProvider.System, Token));

        Assert.Equal(LdapTrouble.CertificateUntrusted, trouble.Trouble);
    }

    [Fact]
    public async Task The_servers_own_certificate_as_trusted_file_is_a_pin()
    {
        using var leaf = authority.Issue(["localhost"], [IPAddress.Loopback]);
        await File.WriteAllTextAsync(caFile, leaf.ExportCertificatePem(), Token);
        await using var server = new ScriptedServer(authority, _ => [], leaf);
        await using var stranger = new ScriptedServer(authority, _ => []);

        await using var connection = await OpenAsync(server, Patient);

        Assert.NotNull(connection.Tls);
        Assert.Equal(LdapTrouble.CertificateUntrusted, (await TroubleAsync(() => OpenAsync(stranger, Patient))).Trouble);
    }

    [Fact]
    public async Task Leaving_in_the_middle_of_a_search_abandons_it_and_says_goodbye()
    {
        await using var server = new ScriptedServer(authority, r => r.Operation == ScriptedRequest.Search ? [] : null);
        var connection = await OpenAsync(server, Patient);
        await Search(connection).RequestAsync(Token);

        await connection.DisposeAsync();

        await UntilAsync(() => server.Requests.Count >= 2);
        Assert.Equal([ScriptedRequest.Search, ScriptedRequest.Abandon], server.Requests.Take(2).Select(r => r.Operation));
    }

    [Fact]
    public async Task Pages_are_asked_for_until_the_cookie_is_empty()
    {
        await using var server = new ScriptedServer(authority, r =>
            [ScriptedServer.Entry(r.Id, "CN=x"), ScriptedServer.Result(r.Id, 5, 0, cookie: r.Mentions("again") ? [] : "again"u8.ToArray())]);
        await using var connection = await OpenAsync(server, Patient);
        var search = Search(connection);
        var entries = 0;

        await search.ReadAllAsync(_ => entries++, Token);

        Assert.Equal((2, 2), (search.Pages, entries));
    }

    [Theory]
    [InlineData(4, "sizeLimitExceeded (4)")]
    [InlineData(3, "timeLimitExceeded (3)")]
    [InlineData(11, "adminLimitExceeded (11)")]
    [InlineData(10, "referral (10)")]
    [InlineData(99, "result code 99")]
    public async Task Any_end_but_success_is_no_end_of_a_search(int code, string name)
    {
        await using var server = new ScriptedServer(authority, r => [ScriptedServer.Entry(r.Id, "CN=x"), ScriptedServer.Result(r.Id, 5, code, cookie: [])]);
        await using var connection = await OpenAsync(server, Patient);

        var trouble = await TroubleAsync(() => Search(connection).ReadAllAsync(_ => { }, Token));

        Assert.Contains(name, trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_paging_is_not_believed_to_have_given_everything()
    {
        await using var server = new ScriptedServer(authority, r => [ScriptedServer.Entry(r.Id, "CN=x"), ScriptedServer.Result(r.Id, 5, 0)]);
        await using var connection = await OpenAsync(server, Patient);

        Assert.Equal(LdapTrouble.Protocol, (await TroubleAsync(() => Search(connection).ReadAllAsync(_ => { }, Token))).Trouble);
    }

    [Fact]
    public async Task A_reference_to_another_server_is_not_followed_and_not_ignored()
    {
        await using var server = new ScriptedServer(
            authority, r => [ScriptedServer.Reference(r.Id, "ldap://child.corp.example/DC=child"), ScriptedServer.Result(r.Id, 5, 0, cookie: [])]);
        await using var connection = await OpenAsync(server, Patient);

        Assert.Equal(LdapTrouble.Referral, (await TroubleAsync(() => Search(connection).ReadAllAsync(_ => { }, Token))).Trouble);
    }

    [Fact]
    public async Task Entries_of_any_size_and_cut_anywhere_on_the_wire_arrive_whole()
    {
        var sizes = Enumerable.Range(0, 40).Select(i => i * i * 300).ToArray();
        await using var server = new ScriptedServer(authority, r =>
            [.. sizes.Select(s => ScriptedServer.Entry(r.Id, "CN=x", ("photo", [new byte[s]]))), ScriptedServer.Result(r.Id, 5, 0, cookie: [])]);
        await using var connection = await OpenAsync(server, Patient);
        var seen = new List<int>();

        await Search(connection).ReadAllAsync(e => seen.Add(e.First("photo").Length), Token);

        Assert.Equal(sizes, seen);
    }

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }

    private static LdapSearch Search(LdapConnection connection) => new(
        connection, new SearchRequest("DC=corp", SearchScope.Subtree, AdFilters.Any, ["cn"]) { What = "everything" }, 1000);

    private static async Task<LdapException> TroubleAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        var trouble = await Assert.ThrowsAnyAsync<LdapException>(action);
        Assert.True(watch.Elapsed < Ample / 2, $"It took {watch.Elapsed}.");
        return trouble;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var until = Environment.TickCount64 + 10_000; !condition() && Environment.TickCount64 < until;)
        {
            await Task.Delay(10, Token);
        }
    }

    private Task<LdapConnection> OpenAsync(ScriptedServer server, LdapTimeouts timeouts) =>
        OpenAsync(LdapEndpoint.TryParse(server.Url)!, timeouts);

    private Task<LdapConnection> OpenAsync(LdapEndpoint server, LdapTimeouts timeouts) =>
        LdapConnection.OpenAsync(server, CertificateTrust.File(caFile), timeouts, TimeProvider.System, Token);
}
