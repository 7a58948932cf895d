using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace SyncEngine.TestSupport.Samba;

/// <summary>What a relay does when its moment has come.</summary>
public enum RelayAction
{
    /// <summary>Cuts the connection.</summary>
    Cut,

    /// <summary>Keeps the connection open and passes nothing on any more.</summary>
    Stall,
}

/// <summary>When something goes wrong with a connection through a relay. Counted for each connection on its own, from the server to the client.</summary>
public sealed record RelayFault(RelayAction Action)
{
    /// <summary>After this many bytes, encrypted ones.</summary>
    public long? AfterBytes { get; init; }

    /// <summary>After this many whole pages of searches.</summary>
    public int? AfterPages { get; init; }

    /// <summary>After this many entries of searches.</summary>
    public int? AfterEntries { get; init; }

    internal bool NeedsPlainText => AfterPages is not null || AfterEntries is not null;
}

/// <summary>
/// Stands between a client and a domain controller and lets things go wrong at a chosen moment. To count pages it ends TLS itself, with a certificate of
/// the same authority.
/// </summary>
public sealed class FaultyRelay : IAsyncDisposable
{
    private readonly ConnectionServer connections;
    private readonly SambaDomain domain;

    private FaultyRelay(SambaDomain domain, RelayFault? fault)
    {
        this.domain = domain;
        Fault = fault;
        connections = new ConnectionServer(IPAddress.Loopback, CarryAsync);
    }

    /// <summary>What a client connects to instead of the domain controller.</summary>
    public string Url => $"ldaps://{connections.EndPoint}";

    /// <summary>What goes wrong with connections that are made from now on; null for nothing.</summary>
    public RelayFault? Fault { get; set; }

    /// <summary>How often a fault has happened.</summary>
    public int Faults { get; private set; }

    public static FaultyRelay Start(SambaDomain domain, RelayFault? fault = null) => new(domain, fault);

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task CarryAsync(Socket accepted)
    {
        using var client = accepted;
        var fault = Fault ?? new RelayFault(RelayAction.Cut);
        using var server = new Socket(domain.Ldaps.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(domain.Ldaps, connections.Token);
            await using var near = await NearAsync(client, fault);
            await using var far = Far(server, fault);
            await Task.WhenAny(near.CopyToAsync(far, connections.Token), DownAsync(far, near, fault));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // One side left.
        }
    }

    private async Task<Stream> NearAsync(Socket client, RelayFault fault)
    {
        var plain = new NetworkStream(client);
        if (!fault.NeedsPlainText)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        using var certificate = domain.Authority.Issue(["localhost"], [IPAddress.Loopback]);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, connections.Token);
        return secure;
    }

    private Stream Far(Socket server, RelayFault fault)
    {
        var plain = new NetworkStream(server);
        return fault.NeedsPlainText ? domain.Authority.Connect(plain) : plain;
    }

    private async Task DownAsync(Stream from, Stream to, RelayFault fault)
    {
        var counter = new LdapCounter();
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        while (true)
        {
            var count = await from.ReadAsync(buffer, connections.Token);
            if (count == 0)
            {
                return;
            }

            var pass = fault.NeedsPlainText
                ? counter.Pass(buffer.AsSpan(0, count), fault)
                : (int)Math.Min(count, (fault.AfterBytes ?? long.MaxValue) - bytes);
            bytes += pass;
            await to.WriteAsync(buffer.AsMemory(0, pass), connections.Token);
            if (pass < count || counter.Reached(fault) || bytes == fault.AfterBytes)
            {
                Faults++;
                await to.FlushAsync(connections.Token);
                if (fault.Action == RelayAction.Stall)
                {
                    await Task.Delay(Timeout.Infinite, connections.Token);
                }

                return;
            }
        }
    }
}
