using System.Formats.Asn1;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Reads the error that a server puts into its answer instead of the proof (RFC 4120, section 5.9.1; framed by RFC 4121, section 4.1).</summary>
internal static class KerberosError
{
    internal const int TicketExpired = 32;
    internal const int TicketNotYetValid = 33;
    internal const int ClockSkew = 37;

    private const int NumberTag = 6;
    private static readonly byte[] ErrorMark = [0x03, 0x00];

    /// <summary>The number of the error, or null when the token is none.</summary>
    internal static int? Read(ReadOnlyMemory<byte> token)
    {
        try
        {
            var framed = new AsnReader(token, AsnEncodingRules.DER).PeekContentBytes();
            var mechanism = new AsnReader(framed, AsnEncodingRules.BER).PeekEncodedValue();
            var body = framed[mechanism.Length..];
            if (!body.Span.StartsWith(ErrorMark))
            {
                return null;
            }

            var error = new AsnReader(body[ErrorMark.Length..], AsnEncodingRules.DER)
                .ReadSequence(new Asn1Tag(TagClass.Application, 30, isConstructed: true))
                .ReadSequence();
            while (error.HasData)
            {
                var tag = error.PeekTag();
                if (tag.TagValue == NumberTag)
                {
                    return error.ReadSequence(tag).TryReadInt32(out var number) ? number : null;
                }

                error.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // No error, and nothing else that is understood here.
        }

        return null;
    }
}
