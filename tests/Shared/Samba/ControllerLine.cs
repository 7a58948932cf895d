using System.Net.Sockets;

namespace SyncEngine.TestSupport.Samba;

/// <summary>A proxy's own connection to the domain controller, opened and signed in when something is asked that nobody asked before.</summary>
internal sealed class ControllerLine(SambaDomain domain) : IDisposable
{
    private Socket? socket;
    private Stream? stream;

    /// <summary>The client's sign-in, for when its answer was remembered.</summary>
    internal LdapPart? SignIn { get; set; }

    /// <summary>Asks, and gives all messages of the answer.</summary>
    internal async Task<IReadOnlyList<LdapPart>> AskAsync(LdapPart request, CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            socket = new Socket(domain.Ldaps.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(domain.Ldaps, cancellationToken);
            stream = domain.Authority.Connect(new NetworkStream(socket));
            if (SignIn is { } first && request.Operation != LdapPart.Bind)
            {
                await ExchangeAsync(first with { Id = int.MaxValue }, cancellationToken);
            }
        }

        return await ExchangeAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        stream?.Dispose();
        socket?.Dispose();
    }

    private async Task<IReadOnlyList<LdapPart>> ExchangeAsync(LdapPart request, CancellationToken cancellationToken)
    {
        await stream!.WriteAsync(request.Encode(request.Id), cancellationToken);
        var answers = new List<LdapPart>();
        do
        {
            var message = await LdapStream.ReadAsync(stream, cancellationToken) ?? throw new IOException("The controller closed the connection.");
            answers.Add(LdapPart.Parse(message));
        }
        while (answers[^1].Operation is LdapPart.Entry or LdapPart.Reference);
        return answers;
    }
}

/// <summary>Reads messages from a stream.</summary>
internal static class LdapStream
{
    /// <summary>The next whole message, or null at the end.</summary>
    internal static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, cancellationToken) < 2)
        {
            return null;
        }

        var lengthBytes = head[1] < 0x80 ? [] : new byte[head[1] & 0x7F];
        await stream.ReadExactlyAsync(lengthBytes, cancellationToken);
        var length = head[1] < 0x80 ? head[1] : lengthBytes.Aggregate(0, (sum, next) => (sum << 8) | next);
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return [.. head, .. lengthBytes, .. content];
    }
}
