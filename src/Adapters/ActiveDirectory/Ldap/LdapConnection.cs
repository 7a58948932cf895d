using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// One conversation with one server, used by one reader at a time. Every wait has a deadline and heeds its token; after any trouble the
/// connection is of no more use and is only disposed.
/// </summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private const string NoticeOfDisconnection = "The server announced that it closes the connection";
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1);
    private readonly LdapTimeouts timeouts;
    private readonly TimeProvider time;
    private readonly HashSet<int> outstanding = [];
    private LdapReceiver receiver;
    private Stream stream;
    private int lastId;
    private bool broken;

    private LdapConnection(LdapEndpoint server, Stream stream, LdapTimeouts timeouts, TimeProvider time)
    {
        Server = server;
        this.stream = stream;
        this.timeouts = timeouts;
        this.time = time;
        receiver = new LdapReceiver(stream);
    }

    internal LdapEndpoint Server { get; }

    /// <summary>How the searches of this connection ended so far.</summary>
    internal AnswerCounts Answers { get; } = new();

    /// <summary>The TLS layer; null while a StartTLS connection is still in clear, and where Kerberos seals.</summary>
    internal SslStream? Tls => stream as SslStream;

    /// <summary>Whether what is said from now on can be read by the two sides only.</summary>
    internal bool IsPrivate => stream is SslStream { IsEncrypted: true } or SealedStream;

    /// <summary>Resolves, connects and secures: afterwards the server is who it says. Where Kerberos seals, that is true after the sign-in only.</summary>
    internal static async Task<LdapConnection> OpenAsync(
        LdapEndpoint server, CertificateTrust trust, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        var addresses = await LdapSocket.ResolveAsync(server, timeouts, time, cancellationToken).ConfigureAwait(false);
        var socket = await LdapSocket.ConnectAsync(server, addresses, timeouts, time, cancellationToken).ConfigureAwait(false);
        return await SecureAsync(socket, server, trust, timeouts, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Secures a TCP connection, by StartTLS where the endpoint asks for it; where Kerberos seals, that is left to the sign-in.</summary>
    internal static async Task<LdapConnection> SecureAsync(
        Socket socket, LdapEndpoint server, CertificateTrust trust, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new LdapConnection(server, new NetworkStream(socket, ownsSocket: true), timeouts, time);
        try
        {
            if (server.Sealed)
            {
                return connection;
            }

            if (server.StartTls)
            {
                await connection.StartTlsAsync(cancellationToken).ConfigureAwait(false);
            }

            connection.stream = await LdapTls.SecureAsync(
                connection.stream, server, trust, timeouts, time, cancellationToken).ConfigureAwait(false);
            connection.receiver = new LdapReceiver(connection.stream);
            return connection;
        }
        catch
        {
            connection.broken = true;
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Signs in with a name and a password.</summary>
    /// <exception cref="LdapResultException">The server refused.</exception>
    internal async Task BindAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (Tls is not { IsEncrypted: true })
        {
            throw new InvalidOperationException("A password is never sent over a connection without TLS.");
        }

        if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password))
        {
            // RFC 4513, section 5.1.2: servers take a name without a password for an anonymous sign-in, and say success.
            throw new InvalidOperationException("A name and a password are needed: without a password a server signs in nobody and says success.");
        }

        var id = NextId();
        var request = LdapRequest.Bind(id, user, password);
        try
        {
            await SendAsync(request, "the sign-in", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(request);
        }

        var response = await ReceiveAsync(id, "the sign-in", cancellationToken).ConfigureAwait(false);
        var result = Expect(response, LdapMessage.BindResponse).Result();
        if (result.Code != LdapResultCode.Success)
        {
            throw new LdapResultException($"The sign-in at {Server}", result);
        }
    }

    /// <summary>One step of a sign-in by a SASL mechanism: the server's result, and its token. Any result but "go on" and success is an exception.</summary>
    /// <exception cref="LdapResultException">The server refused.</exception>
    internal async Task<(bool Finished, byte[] Token)> SaslStepAsync(string mechanism, ReadOnlyMemory<byte> token, CancellationToken cancellationToken)
    {
        var id = NextId();
        await SendAsync(LdapRequest.SaslBind(id, mechanism, token), "the sign-in", cancellationToken).ConfigureAwait(false);
        var response = Expect(await ReceiveAsync(id, "the sign-in", cancellationToken).ConfigureAwait(false), LdapMessage.BindResponse);
        var result = response.Result();
        return result.Code is LdapResultCode.Success or LdapResultCode.SaslBindInProgress
            ? (result.Code == LdapResultCode.Success, response.SaslToken())
            : throw new LdapResultException($"The sign-in at {Server}", result);
    }

    /// <summary>Puts everything that is said from now on under the seal of a finished sign-in.</summary>
    internal void Seal(Func<Stream, SealedStream> seal)
    {
        if (receiver.HasMore)
        {
            // RFC 4422, section 3.7: what was said before the seal must not count as said under it.
            throw Broken(new LdapException(LdapTrouble.SealRefused, $"{Server} sent data between the sign-in and its seal."));
        }

        stream = seal(stream);
        receiver = new LdapReceiver(stream);
    }

    /// <summary>Sends a search and gives its message id.</summary>
    internal async Task<int> SendSearchAsync(SearchRequest request, LdapControl? paging, CancellationToken cancellationToken)
    {
        if (!IsPrivate)
        {
            throw new InvalidOperationException("Nothing is read over a connection that others can read or change.");
        }

        var id = NextId();
        await SendAsync(LdapRequest.Search(id, request, paging), request.What, cancellationToken).ConfigureAwait(false);
        outstanding.Add(id);
        return id;
    }

    /// <summary>The next message for an operation; the deadline counts for this one message. Messages of abandoned operations are passed over.</summary>
    internal ValueTask<LdapMessage> ReceiveAsync(int id, string what, CancellationToken cancellationToken)
    {
        return TryTake(id, out var message) ? ValueTask.FromResult(message) : new(WaitAsync(id, what, cancellationToken));
    }

    /// <summary>An operation has had its last message.</summary>
    internal void Settled(int id) => outstanding.Remove(id);

    internal LdapMessage Expect(LdapMessage message, byte operation) => message.Operation == operation
        ? message
        : throw Broken(LdapException.Protocol($"operation 0x{message.Operation:X2} where 0x{operation:X2} is expected"));

    public async ValueTask DisposeAsync()
    {
        if (!broken)
        {
            try
            {
                await SayGoodbyeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is LdapException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                // Leaving is a courtesy; the socket is closed either way.
            }
        }

        broken = true;
        await stream.DisposeAsync().ConfigureAwait(false);
        receiver.Dispose();
    }

    private Task SayGoodbyeAsync()
    {
        var abandoned = outstanding.SelectMany(id => LdapRequest.Abandon(NextId(), id)).ToArray();
        return Deadline.RunAsync(
            token => stream.WriteAsync(abandoned.Concat(LdapRequest.Unbind(NextId())).ToArray(), token).AsTask(),
            FarewellLimit,
            time,
            LdapTrouble.Silent,
            () => $"{Server} did not take the goodbye",
            CancellationToken.None);
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        var id = NextId();
        await SendAsync(LdapRequest.StartTls(id), "StartTLS", cancellationToken).ConfigureAwait(false);
        var response = await ReceiveAsync(id, "the answer to StartTLS", cancellationToken).ConfigureAwait(false);
        var result = Expect(response, LdapMessage.ExtendedResponse).Result();
        if (result.Code != LdapResultCode.Success)
        {
            throw new LdapException(LdapTrouble.TlsFailed, $"{Server} refuses StartTLS: {result.Describe()}.");
        }

        if (receiver.HasMore)
        {
            // RFC 2830, section 5.1.1: what was said in clear must not count as said inside.
            throw new LdapException(LdapTrouble.TlsFailed, $"{Server} sent data between StartTLS and the handshake.");
        }
    }

    private async Task<LdapMessage> WaitAsync(int id, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await Deadline.RunAsync(
                async token =>
                {
                    LdapMessage message;
                    do
                    {
                        await receiver.FillAsync(token).ConfigureAwait(false);
                    }
                    while (!TryTake(id, out message));
                    return message;
                },
                timeouts.Operation,
                time,
                LdapTrouble.Silent,
                () => $"{Server} sent no message of {what}",
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Broken(new LdapException(LdapTrouble.Disconnected, $"The connection to {Server} was lost while waiting for {what}: {e.Message}", e));
        }
        catch
        {
            broken = true;
            throw;
        }
    }

    private bool TryTake(int id, out LdapMessage message)
    {
        while (receiver.TryTake(out message))
        {
            if (message.Id == id)
            {
                return true;
            }

            if (message.Id == 0)
            {
                throw Broken(new LdapException(
                    LdapTrouble.Disconnected, $"{NoticeOfDisconnection} ({Server}): {message.Result().Describe()}"));
            }
        }

        return false;
    }

    private async Task SendAsync(byte[] request, string what, CancellationToken cancellationToken)
    {
        try
        {
            await Deadline.RunAsync(
                token => stream.WriteAsync(request, token).AsTask(),
                timeouts.Operation,
                time,
                LdapTrouble.Silent,
                () => $"{Server} did not take a request for {what}",
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Broken(new LdapException(LdapTrouble.Disconnected, $"The connection to {Server} was lost while asking for {what}: {e.Message}", e));
        }
        catch
        {
            broken = true;
            throw;
        }
    }

    private int NextId() => ++lastId;

    private LdapException Broken(LdapException e)
    {
        broken = true;
        return e;
    }
}
