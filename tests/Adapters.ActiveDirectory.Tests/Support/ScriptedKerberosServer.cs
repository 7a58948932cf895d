using System.Buffers;
using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Principal;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>
/// A server <c>ldap/localhost</c> that signs clients in by Kerberos with the keytab of its account, and at a chosen step does what no honest one would. Nothing
/// of the client's code is used.
/// </summary>
internal sealed class ScriptedKerberosServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    internal ScriptedKerberosServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    internal string Url => $"ldap://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The security layers it offers (1 none, 2 integrity, 4 confidentiality), and the longest buffer it takes.</summary>
    internal byte[] Offer { get; init; } = [4, 0xFF, 0xFF, 0xFF];

    /// <summary>After this many answers it is silent.</summary>
    internal int SilentAfter { get; init; } = int.MaxValue;

    /// <summary>Answers that end the sign-in at once with success, from this one on.</summary>
    internal int SuccessFrom { get; init; } = int.MaxValue;

    /// <summary>What it sends right behind the last answer of the sign-in.</summary>
    internal byte[] Behind { get; init; } = [];

    /// <summary>How it answers the first request after the sign-in: from the plain request and the sealing context to what goes over the wire.</summary>
    internal Func<byte[], NegotiateAuthentication, byte[]> Answer { get; init; } = (_, _) => [];

    /// <summary>Completed when it has been asked something that it does not answer.</summary>
    internal TaskCompletionSource Silent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The requests that came, opened where they were sealed.</summary>
    internal List<byte[]> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    internal static byte[] Wrapped(NegotiateAuthentication context, byte[] plain, bool encrypt)
    {
        var buffer = new ArrayBufferWriter<byte>();
        context.Wrap(plain, buffer, encrypt, out _);
        return buffer.WrittenSpan.ToArray();
    }

    internal static byte[] Framed(byte[] sealedBytes) => [.. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(sealedBytes.Length)), .. sealedBytes];

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync(stop.Token);
                await using var stream = new NetworkStream(socket);
                await ConverseAsync(stream);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(NetworkStream stream)
    {
        try
        {
            using var context = new NegotiateAuthentication(new NegotiateAuthenticationServerOptions
            {
                Package = "Kerberos",
                RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
                RequiredImpersonationLevel = TokenImpersonationLevel.Identification,
            });
            for (var step = 1; ; step++)
            {
                var (id, token) = ReadBind(await ReadMessageAsync(stream));
                if (step > SilentAfter)
                {
                    Silent.TrySetResult();
                    await Task.Delay(Timeout.Infinite, stop.Token);
                }

                var (code, answer) = (step, context.IsAuthenticated) switch
                {
                    (var s, _) when s >= SuccessFrom => (0, Array.Empty<byte>()),
                    (_, false) => (14, context.GetOutgoingBlob(token, out _) ?? []),
                    (2, true) => (14, Wrapped(context, Offer, encrypt: false)),
                    _ => (0, []),
                };
                await stream.WriteAsync((byte[])[.. BindResponse(id, code, answer), .. code == 0 ? Behind : []], stop.Token);
                if (code == 0)
                {
                    break;
                }
            }

            var request = await ReadSealedAsync(stream, context);
            Requests.Add(request);
            if (Answer(request, context) is { Length: > 0 } reply)
            {
                await stream.WriteAsync(reply, stop.Token);
            }

            Silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (Exception e) when (e is IOException or AsnContentException)
        {
            // The client left.
        }
    }

    private async Task<byte[]> ReadSealedAsync(NetworkStream stream, NegotiateAuthentication context)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header, stop.Token);
        var content = new byte[IPAddress.NetworkToHostOrder(BitConverter.ToInt32(header))];
        await stream.ReadExactlyAsync(content, stop.Token);
        var plain = new ArrayBufferWriter<byte>();
        context.Unwrap(content, plain, out var encrypted);
        return encrypted ? plain.WrittenSpan.ToArray() : throw new IOException("The client did not seal.");
    }

    private async Task<byte[]> ReadMessageAsync(NetworkStream stream)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head, stop.Token);
        var size = new byte[head[1] < 0x80 ? 0 : head[1] & 0x7F];
        await stream.ReadExactlyAsync(size, stop.Token);
        var content = new byte[head[1] < 0x80 ? head[1] : size.Aggregate(0, (sum, next) => (sum << 8) | next)];
        await stream.ReadExactlyAsync(content, stop.Token);
        return [.. head, .. size, .. content];
    }

    private static (int Id, byte[] Token) ReadBind(byte[] message)
    {
        var reader = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        reader.TryReadInt32(out var id);
        var bind = reader.ReadSequence(new Asn1Tag(TagClass.Application, 0, true));
        bind.ReadInteger();
        bind.ReadOctetString();
        var sasl = bind.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, true));
        return sasl.ReadOctetString().AsSpan().SequenceEqual("GSSAPI"u8) ? (id, sasl.ReadOctetString()) : throw new IOException("The client does not ask for GSSAPI.");
    }

    private static byte[] BindResponse(int id, int code, byte[] token)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 1, true)))
            {
                writer.WriteEncodedValue([0x0A, 0x01, (byte)code]);
                writer.WriteOctetString([]);
                writer.WriteOctetString([]);
                if (token.Length > 0)
                {
                    writer.WriteOctetString(token, new Asn1Tag(TagClass.ContextSpecific, 7));
                }
            }
        }

        return writer.Encode();
    }
}
