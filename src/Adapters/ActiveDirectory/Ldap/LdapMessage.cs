namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>One message of the server, in the connection's buffer: good until the next one is received.</summary>
internal readonly record struct LdapMessage(byte[] Buffer, int Id, byte Operation, Slice Content, Slice Controls)
{
    internal const byte BindResponse = 0x61;
    internal const byte SearchResultEntry = 0x64;
    internal const byte SearchResultDone = 0x65;
    internal const byte SearchResultReference = 0x73;
    internal const byte ExtendedResponse = 0x78;
    private const byte ControlsTag = 0xA0;

    internal static LdapMessage Parse(byte[] buffer, Slice message)
    {
        var reader = new BerReader(buffer, message).Enter(BerReader.Sequence);
        var id = reader.ReadInteger();
        var content = reader.ReadAny(out var operation);
        var controls = reader.NextTag == ControlsTag ? reader.Read(ControlsTag) : default;
        return new LdapMessage(buffer, id, operation, content, controls);
    }

    internal LdapResult Result()
    {
        var reader = new BerReader(Buffer, Content);
        return LdapResult.Read(ref reader);
    }

    /// <summary>The server's token in its answer to a step of a SASL sign-in (RFC 4511, section 4.2.2); empty when it sent none.</summary>
    internal byte[] SaslToken()
    {
        const byte ServerSaslCredentials = 0x87;
        var reader = new BerReader(Buffer, Content);
        LdapResult.Read(ref reader);
        while (!reader.AtEnd)
        {
            var part = reader.ReadAny(out var tag);
            if (tag == ServerSaslCredentials)
            {
                return reader.Bytes(part).ToArray();
            }
        }

        return [];
    }

    /// <summary>The cookie of the paged results control: empty on the last page, null when the server sent no such control.</summary>
    internal byte[]? PageCookie()
    {
        if (!TryControl("1.2.840.113556.1.4.319"u8, out var found))
        {
            return null;
        }

        var value = new BerReader(Buffer, found).Enter(BerReader.Sequence);
        value.ReadInteger();
        return value.Bytes(value.Read(BerReader.OctetString)).ToArray();
    }

    /// <summary>Whether more changes wait, and the cookie to ask for them with; null when the server sent no DirSync control.</summary>
    internal DirSyncState? DirSync()
    {
        if (!TryControl("1.2.840.113556.1.4.841"u8, out var found))
        {
            return null;
        }

        var value = new BerReader(Buffer, found).Enter(BerReader.Sequence);
        var more = value.ReadInteger() != 0;
        value.ReadInteger();
        return new DirSyncState(more, value.Bytes(value.Read(BerReader.OctetString)).ToArray());
    }

    private bool TryControl(ReadOnlySpan<byte> wanted, out Slice value)
    {
        var controls = new BerReader(Buffer, Controls);
        while (!controls.AtEnd)
        {
            var control = controls.Enter(BerReader.Sequence);
            var oid = control.Bytes(control.Read(BerReader.OctetString));
            if (control.NextTag == BerReader.Boolean)
            {
                control.Read(BerReader.Boolean);
            }

            if (oid.SequenceEqual(wanted))
            {
                value = control.Read(BerReader.OctetString);
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>Where an answer of DirSync ended.</summary>
/// <param name="More">More changes wait.</param>
/// <param name="Cookie">What to continue with.</param>
internal sealed record DirSyncState(bool More, byte[] Cookie);
