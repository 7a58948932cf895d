using System.Net;
using System.Net.Sockets;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>Several domain controllers are given: which one is used, what is said of the others, and that one reading is of one controller.</summary>
public sealed class SeveralServersTests : IDisposable
{
    private readonly ScriptedChanges script = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_passed_over_and_the_receipt_says_why()
    {
        await using var server = script.Serve();
        var options = script.Options(server);
        options.Server = $"{Closed()} {options.Server}";

        var reading = await AdReading.OfAsync(options);

        Assert.True(reading.Receipt.Complete);
        Assert.Equal("fake1.fake.test", reading.Receipt.Server);
        Assert.Equal($"127.0.0.1:{server.Port}", reading.Fact("endpoint"));
        var skipped = Assert.Single(reading.Receipt.Problems);
        Assert.Equal(("ServerSkipped", false), (skipped.Code, skipped.Breaking));
        Assert.Contains("ConnectionRefused", skipped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public async Task A_busy_server_is_passed_over_too(int result)
    {
        var first = true;
        script.First = request => request.Operation == ScriptedRequest.Bind && first && !(first = false)
            ? [ScriptedServer.Result(request.Id, 1, result)]
            : null;
        await using var one = script.Serve();
        await using var two = script.Serve();

        var reading = await AdReading.OfAsync(script.Options(one, two));

        Assert.True(reading.Receipt.Complete);
        Assert.Equal($"127.0.0.1:{two.Port}", reading.Fact("endpoint"));
        Assert.Contains("ServerUnavailable", Assert.Single(reading.Receipt.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_and_a_server_that_is_silent_are_passed_over()
    {
        using var stranger = new TestAuthority();
        await using var wrong = new ScriptedServer(stranger, script.Domain.Answer);
        await using var mute = new ScriptedServer(stranger, _ => null);
        await using var good = script.Serve();

        var reading = await AdReading.OfAsync(script.Options(wrong, mute, good));

        Assert.Equal(["ServerSkipped", "ServerSkipped"], reading.Codes);
        Assert.All(reading.Receipt.Problems, p => Assert.Contains("CertificateUntrusted", p.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_sign_in_is_not_tried_at_the_next_server()
    {
        script.First = request => request.Operation == ScriptedRequest.Bind ? [ScriptedServer.Result(request.Id, 1, 49, "data 52e")] : null;
        await using var one = script.Serve();
        await using var two = script.Serve();

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(script.Options(one, two)));

        Assert.Equal("WrongCredentials", error.Code);
        Assert.Empty(two.Requests);
    }

    [Fact]
    public async Task When_all_fail_one_error_names_each_with_its_cause()
    {
        using var stranger = new TestAuthority();
        await using var wrong = new ScriptedServer(stranger, script.Domain.Answer);
        var options = script.Options(wrong);
        var closed = Closed();
        options.Server = $"{closed},{options.Server}";

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(options));

        Assert.Equal("NoServerUsable", error.Code);
        Assert.Contains(closed, error.Message, StringComparison.Ordinal);
        Assert.Contains("[ConnectionRefused]", error.Message, StringComparison.Ordinal);
        Assert.Contains(wrong.Url, error.Message, StringComparison.Ordinal);
        Assert.Contains("[CertificateUntrusted]", error.Message, StringComparison.Ordinal);
        Assert.Contains("TrustedCertificate", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_read_from_the_server_that_gave_the_cursor_and_from_another_one_not_at_all()
    {
        await using var one = script.Serve();
        var two = script.Serve();
        var cursor = await ScriptedChanges.CursorAsync(AdReading.Source(script.Options(two)));
        var source = AdReading.Source(script.Options(one, two));

        var delta = await AdReading.OfAsync(source, since: cursor);
        Assert.True(delta.Receipt.Complete);
        Assert.Equal($"127.0.0.1:{two.Port}", delta.Fact("endpoint"));
        Assert.Empty(one.Requests);

        await two.DisposeAsync();
        script.Domain.Invocation = Guid.NewGuid();
        var refused = await AdReading.OfAsync(source, since: cursor);
        Assert.True(refused.Receipt.FullReadNeeded);
        Assert.Equal(["CursorOfOtherController", "ServerSkipped"], refused.Codes);
    }

    [Fact]
    public async Task After_changes_another_controller_is_not_asked_for_single_entries()
    {
        await using var server = script.Serve();
        var source = AdReading.Source(script.Options(server));
        var key = new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString("D"));
        await AdReading.OfAsync(source, since: await ScriptedChanges.CursorAsync(source));
        Assert.Equal(ConfirmationAnswer.Gone, (await source.ConfirmAsync([key], Token))[0].Answer);

        script.Domain.Invocation = Guid.NewGuid();
        var answer = (await source.ConfirmAsync([key], Token))[0];

        Assert.Equal(ConfirmationAnswer.CannotTell, answer.Answer);
        Assert.Contains("another controller", answer.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_controller_at_the_end_than_at_the_beginning_makes_a_reading_incomplete()
    {
        foreach (var change in new Action[] { () => script.Domain.HostName = "fake2.fake.test", () => script.Domain.Invocation = Guid.NewGuid() })
        {
            var asked = 0;
            script.First = request =>
            {
                if (request is { Operation: ScriptedRequest.Search, BaseDn: "" } && ++asked == 2)
                {
                    change();
                }

                return null;
            };
            await using var server = script.Serve();

            var reading = await AdReading.OfAsync(script.Options(server));

            Assert.False(reading.Receipt.Complete);
            Assert.Equal(["ControllerChanged"], reading.Codes);
            Assert.Equal(1, reading.Receipt.Accounts);
        }
    }

    [Fact]
    public async Task The_facts_of_a_receipt_say_who_answered_and_how()
    {
        await using var server = script.Serve();
        var reading = await AdReading.OfAsync(script.Options(server));

        Assert.Equal(
            [
                ("namingContext", ScriptedDomain.Root), ("base", ScriptedDomain.Root), ("controller", "fake1.fake.test"), ("endpoint", $"127.0.0.1:{server.Port}"),
                ("invocationId", script.Domain.Invocation.ToString("D")), ("usnAtStart", "1000"), ("usnAtEnd", "1000"), ("changesBy", nameof(ChangeMethod.DirSync)),
                ("ranges", "0"), ("memberships", "0"), ("membershipsSkipped", "0"), ("referrals", "0"), ("resultCodes", "success (0): 10"),
            ],
            reading.Receipt.Facts.Select(f => (f.Name, f.Value)));
    }

    [Fact]
    public async Task Each_server_is_checked_by_itself()
    {
        await using var server = script.Serve();
        var options = script.Options(server);
        var closed = Closed();
        options.Server = $"{closed} {options.Server}";

        var results = await new ActiveDirectoryCheck(AdReading.System, () => options, TimeProvider.System).CheckAsync(Token).ToListAsync(Token);

        // One that is passed over is a warning while another one is well.
        Assert.DoesNotContain(results, r => r.Status == CheckStatus.Failed);
        var passedOver = Assert.Single(results, r => r is { Status: CheckStatus.Warning, Check: "reachable" });
        Assert.StartsWith(closed["ldaps://".Length..], passedOver.Detail, StringComparison.Ordinal);
        Assert.EndsWith("Another server is used meanwhile.", passedOver.Detail, StringComparison.Ordinal);
        Assert.Contains(results, r => r is { Check: "credentials", Status: CheckStatus.Ok } && r.Detail.StartsWith($"127.0.0.1:{server.Port}: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Servers_of_which_none_is_well_are_failures_and_so_is_a_sign_in_that_a_reading_would_not_try_elsewhere()
    {
        await using var server = script.Serve();
        var options = script.Options(server);
        var good = options.Server;
        options.Server = $"{Closed()} {Closed()}";
        Assert.Equal(2, (await CheckedAsync()).Count(r => r is { Check: "reachable", Status: CheckStatus.Failed }));

        var binds = 0;
        script.First = request => request.Operation == ScriptedRequest.Bind && binds++ == 0
            ? [ScriptedServer.Result(request.Id, 1, 49, "80090308: LdapErr: DSID-0C0903A9, data 52e")]
            : null;
        options.Server = $"{good} {good}";
        Assert.Single(await CheckedAsync(), r => r is { Check: "credentials", Status: CheckStatus.Failed });

        async Task<List<CheckResult>> CheckedAsync() =>
            await new ActiveDirectoryCheck(AdReading.System, () => options, TimeProvider.System).CheckAsync(Token).ToListAsync(Token);
    }

    public void Dispose() => script.Dispose();

    /// <summary>An address at which nobody listens.</summary>
    private static string Closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"ldaps://{listener.LocalEndpoint}";
    }
}
