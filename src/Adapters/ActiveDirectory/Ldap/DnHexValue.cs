using System.Formats.Asn1;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>A value of a distinguished name that is written as the bytes of its encoding, in hexadecimal (RFC 4514, section 2.4).</summary>
internal static class DnHexValue
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly UniversalTagNumber[] Texts =
    [
        UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String, UniversalTagNumber.VisibleString,
        UniversalTagNumber.NumericString, UniversalTagNumber.T61String, UniversalTagNumber.BMPString,
    ];

    /// <summary>The text behind the digits; null when they are no encoding of a text.</summary>
    internal static string? Parse(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 4 || digits.Length % 2 != 0 || !IsHex(digits))
        {
            return null;
        }

        try
        {
            var reader = new AsnReader(Convert.FromHexString(digits), AsnEncodingRules.BER);
            var tag = reader.PeekTag();
            if (tag.TagClass != TagClass.Universal)
            {
                return null;
            }

            var type = (UniversalTagNumber)tag.TagValue;
            var text = type == UniversalTagNumber.OctetString ? Strict.GetString(reader.ReadOctetString())
                : Texts.Contains(type) ? reader.ReadCharacterString(type)
                : null;
            return reader.HasData ? null : text;
        }
        catch (Exception e) when (e is AsnContentException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }
}
