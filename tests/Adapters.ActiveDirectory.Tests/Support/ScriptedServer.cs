using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>One request as a scripted server sees it.</summary>
internal sealed record ScriptedRequest(int Id, int Operation, byte[] Content, byte[] Message)
{
    internal const int Bind = 0;
    internal const int Unbind = 2;
    internal const int Search = 3;
    internal const int Abandon = 16;
    internal const int Extended = 23;

    internal string BaseDn { get; init; } = "";

    internal string[] Attributes { get; init; } = [];

    /// <summary>Whether it asks for changes by DirSync.</summary>
    internal bool IsDirSync => Operation == Search && Mentions("1.2.840.113556.1.4.841");

    /// <summary>Whether the request holds this text anywhere: enough to tell our few searches apart.</summary>
    internal bool Mentions(string text) => Holds(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the request holds these bytes anywhere, such as an id it asks for.</summary>
    internal bool Holds(byte[] bytes) => Message.AsSpan().IndexOf(bytes) >= 0;
}

/// <summary>
/// An LDAP server that does what a test says, for what a real one won't do on demand: cut ranges, limits, references, silence. Encodes with the platform's
/// ASN.1 writer, so that it shares no code with what it tests.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly ConnectionServer connections;
    private readonly X509Certificate2 certificate;
    private readonly Func<ScriptedRequest, IEnumerable<byte[]>?> script;
    private readonly bool startTls;

    internal ScriptedServer(TestAuthority authority, Func<ScriptedRequest, IEnumerable<byte[]>?> script, X509Certificate2? certificate = null, bool startTls = false)
    {
        this.script = script;
        this.startTls = startTls;
        this.certificate = certificate ?? authority.Issue(["localhost"], [IPAddress.Loopback]);
        connections = new ConnectionServer(IPAddress.Loopback, ConverseAsync);
    }

    internal int Port => connections.EndPoint.Port;

    internal string Url => $"{(startTls ? "ldap" : "ldaps")}://127.0.0.1:{Port}";

    /// <summary>Everything that was asked, in order.</summary>
    internal List<ScriptedRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        certificate.Dispose();
    }

    internal static byte[] Result(int id, int operation, int code, string diagnostic = "", byte[]? cookie = null) => Result(
        id, operation, code, diagnostic, cookie is null ? null : ("1.2.840.113556.1.4.319", Value(writer =>
        {
            writer.WriteInteger(0);
            writer.WriteOctetString(cookie);
        })));

    /// <summary>The end of an answer of DirSync.</summary>
    internal static byte[] Changes(int id, byte[] cookie, bool more = false) => Result(id, 5, 0, "", ("1.2.840.113556.1.4.841", Value(writer =>
    {
        writer.WriteInteger(more ? 1 : 0);
        writer.WriteInteger(0);
        writer.WriteOctetString(cookie);
    })));

    private static byte[] Value(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            write(writer);
        }

        return writer.Encode();
    }

    private static byte[] Result(int id, int operation, int code, string diagnostic, (string Oid, byte[] Value)? control)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation, true)))
            {
                writer.WriteEncodedValue([0x0A, 0x01, (byte)code]);
                writer.WriteOctetString([]);
                writer.WriteOctetString(Encoding.UTF8.GetBytes(diagnostic));
            }

            if (control is { } given)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(Encoding.ASCII.GetBytes(given.Oid));
                    writer.WriteOctetString(given.Value);
                }
            }
        }

        return writer.Encode();
    }

    internal static byte[] Entry(int id, string dn, params (string Name, object[] Values)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 4, true)))
            {
                writer.WriteOctetString(Encoding.UTF8.GetBytes(dn));
                using (writer.PushSequence())
                {
                    foreach (var (name, values) in attributes)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
                            using (writer.PushSetOf())
                            {
                                foreach (var value in values)
                                {
                                    writer.WriteOctetString(value as byte[] ?? Encoding.UTF8.GetBytes((string)value));
                                }
                            }
                        }
                    }
                }
            }
        }

        return writer.Encode();
    }

    internal static byte[] Reference(int id, string url)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 19, true)))
            {
                writer.WriteOctetString(Encoding.UTF8.GetBytes(url));
            }
        }

        return writer.Encode();
    }

    private async Task ConverseAsync(Socket accepted)
    {
        try
        {
            await using Stream plain = new NetworkStream(accepted, ownsSocket: true);
            if (startTls && !await AnswerAsync(plain))
            {
                return;
            }

            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, connections.Token);
            while (await AnswerAsync(secure))
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client left.
        }
    }

    /// <summary>Answers one request; false when the script says to hang up (an answer of null).</summary>
    private async Task<bool> AnswerAsync(Stream stream)
    {
        if (await ReadAsync(stream) is not { } request)
        {
            return false;
        }

        lock (Requests)
        {
            Requests.Add(request);
        }

        if (script(request) is not { } answers)
        {
            return false;
        }

        foreach (var answer in answers)
        {
            await stream.WriteAsync(answer, connections.Token);
        }

        return true;
    }

    private async Task<ScriptedRequest?> ReadAsync(Stream stream)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, connections.Token) < 2)
        {
            return null;
        }

        var size = head[1] & 0x7F;
        var lengthBytes = head[1] < 0x80 ? [] : new byte[size];
        await stream.ReadExactlyAsync(lengthBytes, connections.Token);
        var length = head[1] < 0x80 ? head[1] : lengthBytes.Aggregate(0, (sum, next) => (sum << 8) | next);
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, connections.Token);
        return Parse([.. head, .. lengthBytes, .. content]);
    }

    private static ScriptedRequest Parse(byte[] message)
    {
        var reader = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        reader.TryReadInt32(out var id);
        var tag = reader.PeekTag();
        var content = reader.PeekContentBytes().ToArray();
        if (tag.TagValue != ScriptedRequest.Search)
        {
            return new ScriptedRequest(id, tag.TagValue, content, message);
        }

        var search = reader.ReadSequence(tag);
        var baseDn = Encoding.UTF8.GetString(search.ReadOctetString());
        for (var i = 0; i < 6; i++)
        {
            search.ReadEncodedValue();
        }

        var attributes = new List<string>();
        for (var list = search.ReadSequence(); list.HasData;)
        {
            attributes.Add(Encoding.UTF8.GetString(list.ReadOctetString()));
        }

        return new ScriptedRequest(id, tag.TagValue, content, message) { BaseDn = baseDn, Attributes = [.. attributes] };
    }
}
