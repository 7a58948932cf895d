using System.Formats.Asn1;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>An extension of a request (RFC 4511, section 4.1.11).</summary>
internal sealed record LdapControl(string Oid, bool Critical, byte[]? Value = null)
{
    internal const string PagedResultsOid = "1.2.840.113556.1.4.319";
    internal const string ExtendedDnOid = "1.2.840.113556.1.4.529";
    internal const string DomainScopeOid = "1.2.840.113556.1.4.1339";
    internal const string ShowDeletedOid = "1.2.840.113556.1.4.417";
    internal const string DirSyncOid = "1.2.840.113556.1.4.841";

    /// <summary>
    /// DNs arrive as <c>&lt;GUID=…&gt;;&lt;SID=…&gt;;CN=…</c>, ids in their text form. A session begins only with a server that lists this control.
    /// </summary>
    internal static LdapControl ExtendedDn { get; } = new(ExtendedDnOid, Critical: false, ExtendedDnValue());

    /// <summary>No references to other naming contexts: what is not here is not searched.</summary>
    internal static LdapControl DomainScope { get; } = new(DomainScopeOid, Critical: false);

    /// <summary>Tombstones are visible, to those who may see them.</summary>
    internal static LdapControl ShowDeleted { get; } = new(ShowDeletedOid, Critical: false);

    /// <summary>Asks for one page (RFC 2696).</summary>
    internal static LdapControl Paged(int size, byte[] cookie)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(size);
            writer.WriteOctetString(cookie);
        }

        return new LdapControl(PagedResultsOid, Critical: true, writer.Encode());
    }

    /// <summary>Asks for the changes since a cookie (MS-ADTS, section 3.1.1.3.4.1.3).</summary>
    internal static LdapControl DirSync(int flags, byte[] cookie)
    {
        // How much the server may put into one answer. Samba breaks off small answers without saying so.
        const int AnswerLengthMax = 1024 * 1024;
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(flags);
            writer.WriteInteger(AnswerLengthMax);
            writer.WriteOctetString(cookie);
        }

        return new LdapControl(DirSyncOid, Critical: true, writer.Encode());
    }

    internal void Encode(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.ASCII.GetBytes(Oid));
            if (Critical)
            {
                writer.WriteBoolean(true);
            }

            if (Value is not null)
            {
                writer.WriteOctetString(Value);
            }
        }
    }

    private static byte[] ExtendedDnValue()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
        }

        return writer.Encode();
    }
}
