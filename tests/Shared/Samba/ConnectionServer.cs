using System.Net;
using System.Net.Sockets;

namespace SyncEngine.TestSupport.Samba;

/// <summary>Listens on a port of its own and hands over every connection. Disposing ends them all and waits for them.</summary>
internal sealed class ConnectionServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    /// <param name="address">Where to listen.</param>
    /// <param name="serve">Serves one connection, which it disposes, until it ends or <see cref="Token"/> is cancelled. Does not throw.</param>
    internal ConnectionServer(IPAddress address, Func<Socket, Task> serve)
    {
        listener = new TcpListener(address, 0);
        Token = stop.Token;
        listener.Start();
        serving = ServeAsync(serve);
    }

    internal IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Cancelled when it is disposed.</summary>
    internal CancellationToken Token { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync(Func<Socket, Task> serve)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(serve(await listener.AcceptSocketAsync(Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }
}
