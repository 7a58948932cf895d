using System.Net;
using System.Net.Sockets;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>Where a server of ours stops answering, before TLS stands.</summary>
internal enum SilentAt
{
    /// <summary>It does not even accept: its queue is full.</summary>
    Connect,

    /// <summary>It accepts, and never answers the TLS handshake.</summary>
    Handshake,

    /// <summary>It accepts, and never answers StartTLS.</summary>
    StartTls,

    /// <summary>It agrees to StartTLS, and never answers the handshake.</summary>
    HandshakeAfterStartTls,
}

/// <summary>A server that falls silent before TLS stands, and tells when it has come to that.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private readonly CancellationTokenSource stop = new();
    private readonly SilentAt at;
    private readonly Task serving;

    internal SilentServer(SilentAt at)
    {
        this.at = at;
        listener.Start(at == SilentAt.Connect ? 1 : 100);
        serving = at == SilentAt.Connect ? FillQueueAsync() : ServeAsync();
    }

    internal string Url => $"{(at is SilentAt.StartTls or SilentAt.HandshakeAfterStartTls ? "ldap" : "ldaps")}://{listener.LocalEndpoint}";

    /// <summary>Completed when the client waits for what never comes.</summary>
    internal TaskCompletionSource Silent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        sockets.ForEach(s => s.Dispose());
        await serving;
        stop.Dispose();
    }

    /// <summary>Connects until a connection stays open-ended: the next one does, too.</summary>
    private async Task FillQueueAsync()
    {
        for (var i = 0; i < 20; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            patience.CancelAfter(300);
            try
            {
                await socket.ConnectAsync(listener.LocalEndpoint, patience.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                Silent.TrySetResult();
                return;
            }
        }

        Silent.TrySetException(new InvalidOperationException("This system takes any number of connections."));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                sockets.Add(socket);
                var buffer = new byte[4096];
                if (await socket.ReceiveAsync(buffer, stop.Token) == 0)
                {
                    continue;
                }

                if (at == SilentAt.HandshakeAfterStartTls)
                {
                    await socket.SendAsync(ScriptedServer.Result(1, 24, 0), stop.Token);
                    await socket.ReceiveAsync(buffer, stop.Token);
                }

                Silent.TrySetResult();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
