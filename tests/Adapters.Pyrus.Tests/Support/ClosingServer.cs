using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>
/// A Pyrus that keeps connections open for reads and, on a DELETE, closes in good order without an answer (FIN, where the emulator's cut is a
/// reset): the case in which the platform's HTTP handler may send a request again on its own.
/// </summary>
internal sealed class ClosingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public ClosingServer()
    {
        listener.Start();
        serving = AcceptAsync();
    }

    public ConcurrentQueue<string> Requests { get; } = new();

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api/v4/";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } first)
        {
            var length = 0;
            while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } header)
            {
                length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..], null) : length;
            }

            // Asked for nothing, a reader with an empty buffer would wait for the next request.
            if (length > 0)
            {
                await reader.ReadBlockAsync(new char[length], stop.Token);
            }

            Requests.Enqueue(first);
            if (first.StartsWith("DELETE", StringComparison.Ordinal))
            {
                connection.Client.Shutdown(SocketShutdown.Both);
                return;
            }

            var body = first.Contains("/auth", StringComparison.Ordinal)
                ? """{"access_token":"t"}"""
                : """{"id":7,"person_id":1,"organization_id":5}""";
            var answer = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
            await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), stop.Token);
        }
    }
}
