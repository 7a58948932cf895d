using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Kerberos;

/// <summary>
/// A sign-in by Kerberos never hangs: not on a KDC, to which the library talks without deadline or order to stop, and not on any step of the server. The
/// clock of the deadlines is moved by the test only.
/// </summary>
[Collection(KerberosGroup.Name)]
public sealed class KerberosNeverHangsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly KerberosDomain kerberos;

    public KerberosNeverHangsTests(KerberosDomain kerberos)
    {
        this.kerberos = kerberos;
        kerberos.Reset();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "the sign-in")]
    [InlineData(1, "the sign-in")]
    [InlineData(2, "the sign-in")]
    [InlineData(3, "the server's own description")]
    public async Task A_server_that_is_silent_at_a_step_costs_its_deadline_or_ends_with_the_order_to_stop(int answers, string what)
    {
        await using (var server = new ScriptedKerberosServer { SilentAfter = answers })
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var reading = ReadAsync(server.Url, cancel.Token);
            await Task.WhenAny(reading, server.Silent.Task).WaitAsync(Patience, Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience, Token));
        }

        await using (var server = new ScriptedKerberosServer { SilentAfter = answers })
        {
            var reading = ReadAsync(server.Url, Token);
            await Task.WhenAny(reading, server.Silent.Task).WaitAsync(Patience, Token);
            while (await Task.WhenAny(reading, Task.Delay(5, Token)) != reading)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => reading);
            Assert.Equal("ServerSilent", error.Code);
            Assert.Contains($"sent no message of {what} within 30 s", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silent_KDC_ends_with_the_order_to_stop()
    {
        using var kdc = new TcpListener(IPAddress.Loopback, 0);
        kdc.Start();
        KerberosMachine.Configure(kdc.LocalEndpoint.ToString()!);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var reading = ReadAsync(kerberos.Url, cancel.Token);
        using var asked = await kdc.AcceptSocketAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task A_silent_KDC_costs_the_deadline()
    {
        using var kdc = new TcpListener(IPAddress.Loopback, 0);
        kdc.Start();
        KerberosMachine.Configure(kdc.LocalEndpoint.ToString()!);

        var reading = ReadAsync(kerberos.Url, Token);
        using var asked = await kdc.AcceptSocketAsync(Token);
        while (await Task.WhenAny(reading, Task.Delay(5, Token)) != reading)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => reading);
        Assert.Equal("KdcUnreachable", error.Code);
        Assert.Contains("within 10 s", error.Message, StringComparison.Ordinal);
    }

    private Task<AdReading> ReadAsync(string url, CancellationToken token)
    {
        var options = kerberos.Options;
        options.Server = url;
        return AdReading.OfAsync(AdReading.Source(options, clock), token: token);
    }
}
