using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>
/// A server that falls silent at any step costs the step's deadline and no more, and an order to stop ends the wait at once. Deadlines run by a clock that
/// only the test moves: what ends without it was ended by the order.
/// </summary>
public sealed class NeverHangsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly TestAuthority authority = new();
    private readonly string caFile = Path.GetTempFileName();

    public NeverHangsTests() => File.WriteAllText(caFile, authority.Pem);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Connect", "ServerUnreachable", "reachable", "did not accept a connection within 10 s")]
    [InlineData("Handshake", "TlsFailed", "certificate", "did not finish the TLS handshake within 10 s")]
    [InlineData("StartTls", "ServerSilent", "certificate", "sent no message of the answer to StartTLS within 30 s")]
    [InlineData("HandshakeAfterStartTls", "TlsFailed", "certificate", "did not finish the TLS handshake within 10 s")]
    public async Task Silence_before_TLS_stands_costs_the_deadline_or_ends_with_the_order_to_stop(string at, string code, string step, string what)
    {
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(
            () => AtAsync(at, server => UntilDeadlineAsync(ReadAsync(server.Url, Token), server.Silent.Task)));
        var check = await AtAsync(at, server => UntilDeadlineAsync(CheckAsync(server.Url, Token), server.Silent.Task));
        await AtAsync(at, server => CancelledAsync(token => ReadAsync(server.Url, token), server.Silent.Task));
        await AtAsync(at, server => CancelledAsync(token => CheckAsync(server.Url, token), server.Silent.Task));

        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal((step, CheckStatus.Failed), (check[^1].Check, check[^1].Status));
        Assert.Contains(what, check[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_at_any_request_of_a_reading_costs_the_deadline_or_ends_with_the_order_to_stop()
    {
        var steps = await RequestsAsync(url => ReadAsync(url, Token));
        Assert.InRange(steps, 7, 50);
        for (var step = 1; step <= steps; step++)
        {
            var (server, silent) = SilentFrom(step);
            await using (server)
            {
                await CancelledAsync(token => ReadAsync(server.Url, token), silent);
            }

            (server, silent) = SilentFrom(step);
            await using (server)
            {
                try
                {
                    var reading = await UntilDeadlineAsync(ReadAsync(server.Url, Token), silent);
                    Assert.False(reading.Receipt.Complete);
                    Assert.Contains("within 30 s", Assert.Single(reading.Receipt.Problems, p => p.Breaking).Message, StringComparison.Ordinal);
                }
                catch (ConnectedSystemException e)
                {
                    Assert.Equal("ServerSilent", e.Code);
                    Assert.Contains("within 30 s", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task Silence_at_any_request_of_the_doctor_costs_the_deadline_or_ends_with_the_order_to_stop()
    {
        var steps = await RequestsAsync(url => CheckAsync(url, Token));
        Assert.InRange(steps, 7, 50);
        for (var step = 1; step <= steps; step++)
        {
            var (server, silent) = SilentFrom(step);
            await using (server)
            {
                await CancelledAsync(token => CheckAsync(server.Url, token), silent);
            }

            (server, silent) = SilentFrom(step);
            await using (server)
            {
                var last = (await UntilDeadlineAsync(CheckAsync(server.Url, Token), silent))[^1];
                Assert.Equal(CheckStatus.Failed, last.Status);
                Assert.Contains("within 30 s. [ServerSilent]", last.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Silence_while_an_absence_is_confirmed_leaves_it_open_or_ends_with_the_order_to_stop()
    {
        var key = new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString());
        Task<IReadOnlyList<Confirmation>> Ask(string url, CancellationToken token) => AdReading.Source(Options(url), clock).ConfirmAsync([key], token);
        var steps = await RequestsAsync(url => Ask(url, Token));
        for (var step = 1; step <= steps; step++)
        {
            var (server, silent) = SilentFrom(step);
            await using (server)
            {
                await CancelledAsync(token => Ask(server.Url, token), silent);
            }

            (server, silent) = SilentFrom(step);
            await using (server)
            {
                Assert.Equal(ConfirmationAnswer.CannotTell, (await UntilDeadlineAsync(Ask(server.Url, Token), silent))[0].Answer);
            }
        }
    }

    [Fact]
    public async Task A_wait_that_heeds_nothing_is_left_behind()
    {
        // As name resolution and the Kerberos library are: they know no token.
        var never = new TaskCompletionSource<int>();
        Task<int> Wait(CancellationToken token) => Deadline.RunAsync(
            _ => never.Task, TimeSpan.FromSeconds(10), clock, LdapTrouble.NameNotFound, () => "The name was not resolved", token);

        var trouble = await Assert.ThrowsAsync<LdapException>(() => UntilDeadlineAsync(Wait(Token), Task.CompletedTask));
        await CancelledAsync(Wait, Task.CompletedTask);

        Assert.Equal((LdapTrouble.NameNotFound, "The name was not resolved within 10 s."), (trouble.Trouble, trouble.Message));
    }

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }

    private static async Task<T> AtAsync<T>(string at, Func<SilentServer, Task<T>> run)
    {
        await using var server = new SilentServer(Enum.Parse<SilentAt>(at));
        if (at == nameof(SilentAt.Connect))
        {
            await server.Silent.Task.WaitAsync(Patience, Token);
        }

        return await run(server);
    }

    /// <summary>How many requests a whole conversation has, when every one is answered.</summary>
    private async Task<int> RequestsAsync(Func<string, Task> run)
    {
        var domain = new ScriptedDomain();
        domain.Accounts.Add(ScriptedDomain.User("alice", Guid.NewGuid()));
        await using var server = new ScriptedServer(authority, domain.Answer);
        await run(server.Url);
        return server.Requests.Count(r => r.Operation is ScriptedRequest.Bind or ScriptedRequest.Search);
    }

    /// <summary>A server that answers until this request, and no more.</summary>
    private (ScriptedServer Server, Task Silent) SilentFrom(int step)
    {
        var domain = new ScriptedDomain();
        domain.Accounts.Add(ScriptedDomain.User("alice", Guid.NewGuid()));
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        var server = new ScriptedServer(authority, request =>
        {
            if (++asked < step)
            {
                return domain.Answer(request);
            }

            silent.TrySetResult();
            return [];
        });
        return (server, silent.Task);
    }

    /// <summary>Lets the clock run once the server is silent.</summary>
    private async Task<T> UntilDeadlineAsync<T>(Task<T> running, Task silent)
    {
        await Task.WhenAny(running, silent).WaitAsync(Patience, Token);
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (await Task.WhenAny(running, Task.Delay(5, Token)) != running && Environment.TickCount64 < until)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await running.WaitAsync(TimeSpan.FromSeconds(1), Token);
    }

    /// <summary>Gives the order to stop once the server is silent; the clock stands still.</summary>
    private static async Task<OperationCanceledException> CancelledAsync<T>(Func<CancellationToken, Task<T>> run, Task silent)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = run(cancel.Token);
        await Task.WhenAny(running, silent).WaitAsync(Patience, Token);
        await cancel.CancelAsync();
        return await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience, Token));
    }

    private Task<AdReading> ReadAsync(string url, CancellationToken token) => AdReading.OfAsync(AdReading.Source(Options(url), clock), token: token);

    private async Task<List<CheckResult>> CheckAsync(string url, CancellationToken token) =>
        await new ActiveDirectoryCheck(AdReading.System, () => Options(url), clock).CheckAsync(token).ToListAsync(token);

    private ActiveDirectoryOptions Options(string url) => new() { Server = url, User = "svc", Password = "secret", TrustedCertificate = caFile };
}
