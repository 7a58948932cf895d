using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>How deep a search goes.</summary>
internal enum SearchScope
{
    Base = 0,
    OneLevel = 1,
    Subtree = 2,
}

/// <summary>One search.</summary>
internal sealed record SearchRequest(string BaseDn, SearchScope Scope, LdapFilter Filter, ImmutableArray<string> Attributes)
{
    /// <summary>Asks for no attribute, only names (RFC 4511, section 4.5.1.8).</summary>
    internal static ImmutableArray<string> NoAttributes => ["1.1"];

    internal ImmutableArray<LdapControl> Controls { get; init; } = [];

    /// <summary>What is searched, for messages: <c>groups</c>, <c>the base object</c>.</summary>
    internal required string What { get; init; }
}

/// <summary>Encodes requests (RFC 4511, section 4).</summary>
internal static class LdapRequest
{
    internal const string StartTlsOid = "1.3.6.1.4.1.1466.20037";

    internal static byte[] Bind(int id, string user, string password) => Message(id, [], writer =>
    {
        using (writer.PushSequence(Application(0)))
        {
            writer.WriteInteger(3);
            writer.WriteOctetString(Encoding.UTF8.GetBytes(user));
            writer.WriteOctetString(Encoding.UTF8.GetBytes(password), new Asn1Tag(TagClass.ContextSpecific, 0));
        }
    });

    /// <summary>One step of a sign-in by a SASL mechanism (RFC 4513, section 5.2).</summary>
    internal static byte[] SaslBind(int id, string mechanism, ReadOnlyMemory<byte> token) => Message(id, [], writer =>
    {
        using (writer.PushSequence(Application(0)))
        {
            writer.WriteInteger(3);
            writer.WriteOctetString([]);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true)))
            {
                writer.WriteOctetString(Encoding.ASCII.GetBytes(mechanism));
                writer.WriteOctetString(token.Span);
            }
        }
    });

    internal static byte[] Unbind(int id) =>
        Message(id, [], writer => writer.WriteNull(new Asn1Tag(TagClass.Application, 2)));

    internal static byte[] Abandon(int id, int abandoned) =>
        Message(id, [], writer => writer.WriteInteger(abandoned, new Asn1Tag(TagClass.Application, 16)));

    internal static byte[] StartTls(int id) => Message(id, [], writer =>
    {
        using (writer.PushSequence(Application(23)))
        {
            writer.WriteOctetString(Encoding.ASCII.GetBytes(StartTlsOid), new Asn1Tag(TagClass.ContextSpecific, 0));
        }
    });

    internal static byte[] Search(int id, SearchRequest request, LdapControl? paging) =>
        Message(id, paging is null ? request.Controls : request.Controls.Add(paging), writer =>
        {
            using (writer.PushSequence(Application(3)))
            {
                writer.WriteOctetString(Encoding.UTF8.GetBytes(request.BaseDn));
                writer.WriteEnumeratedValue(request.Scope);
                writer.WriteEnumeratedValue(DerefAliases.Never);
                writer.WriteInteger(0); // size limit: none, pages bound it
                writer.WriteInteger(0); // time limit: none, our deadlines bound it
                writer.WriteBoolean(false);
                request.Filter.Encode(writer);
                using (writer.PushSequence())
                {
                    foreach (var attribute in request.Attributes)
                    {
                        writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
                    }
                }
            }
        });

    private static byte[] Message(int id, ImmutableArray<LdapControl> controls, Action<AsnWriter> operation)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            operation(writer);
            if (controls.Length > 0)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                {
                    foreach (var control in controls)
                    {
                        control.Encode(writer);
                    }
                }
            }
        }

        var encoded = writer.Encode();
        writer.Reset(); // wipes its own copy, which may hold a password
        return encoded;
    }

    private static Asn1Tag Application(int number) => new(TagClass.Application, number, isConstructed: true);

    private enum DerefAliases
    {
        Never = 0,
    }
}
