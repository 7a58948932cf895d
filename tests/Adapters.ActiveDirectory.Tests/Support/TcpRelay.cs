using System.Net;
using System.Net.Sockets;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>Carries bytes between a port of any loopback address and a server, so that it can be reached under another name.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly ConnectionServer connections;
    private readonly IPEndPoint target;

    internal TcpRelay(IPEndPoint target)
    {
        this.target = target;
        connections = new ConnectionServer(IPAddress.Any, CarryAsync);
    }

    internal int Port => connections.EndPoint.Port;

    /// <summary>The bytes that went to the server, for looking into them.</summary>
    internal MemoryStream Up { get; } = new();

    /// <summary>The bytes that came from the server.</summary>
    internal MemoryStream Down { get; } = new();

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task CarryAsync(Socket accepted)
    {
        using var client = accepted;
        using var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(target, connections.Token);
            await Task.WhenAny(CopyAsync(client, server, Up), CopyAsync(server, client, Down));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // One side left.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, MemoryStream seen)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, connections.Token) is > 0 and var count)
            {
                await seen.WriteAsync(buffer.AsMemory(0, count), connections.Token);
                await to.SendAsync(buffer.AsMemory(0, count), connections.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side left.
        }
    }
}
