using System.Net;
using System.Net.Sockets;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>Carries bytes between a port of any loopback address and a server, so that it can be reached under another name.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint target;
    private readonly Task serving;

    internal TcpRelay(IPEndPoint target)
    {
        this.target = target;
        listener.Start();
        serving = ServeAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The bytes that went to the server, for looking into them.</summary>
    internal MemoryStream Up { get; } = new();

    /// <summary>The bytes that came from the server.</summary>
    internal MemoryStream Down { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(CarryAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(Socket accepted)
    {
        using var client = accepted;
        using var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(target, stop.Token);
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
            while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and var count)
            {
                await seen.WriteAsync(buffer.AsMemory(0, count), stop.Token);
                await to.SendAsync(buffer.AsMemory(0, count), stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side left.
        }
    }
}
