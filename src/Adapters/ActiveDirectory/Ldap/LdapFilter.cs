using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// A search filter as a tree. It goes to the server encoded (RFC 4511, section 4.5.1.7), so that no value can be mistaken for syntax; as
/// text (RFC 4515) it is for people: evidence, logs.
/// </summary>
internal abstract record LdapFilter
{
    internal static LdapFilter And(params ReadOnlySpan<LdapFilter> all) => new Compound('&', 0, [.. all]);

    internal static LdapFilter Or(params ReadOnlySpan<LdapFilter> any) => new Compound('|', 1, [.. any]);

    internal static LdapFilter Not(LdapFilter filter) => new Negation(filter);

    internal static LdapFilter Equal(string attribute, string value) => new Comparison(attribute, "=", 3, Encoding.UTF8.GetBytes(value));

    internal static LdapFilter Equal(string attribute, byte[] value) => new Comparison(attribute, "=", 3, value);

    internal static LdapFilter AtLeast(string attribute, long value) => new Comparison(attribute, ">=", 5, Digits(value));

    internal static LdapFilter AtMost(string attribute, long value) => new Comparison(attribute, "<=", 6, Digits(value));

    internal static LdapFilter Present(string attribute) => new Presence(attribute);

    internal abstract void Encode(AsnWriter writer);

    internal abstract void Format(StringBuilder text);

    /// <summary>The filter as RFC 4515 writes it.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Format(text);
        return text.ToString();
    }

    /// <summary>A value with everything escaped that has a meaning in a filter, and every byte that is not printable ASCII.</summary>
    internal static string Escape(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var b in value)
        {
            if (b is < 0x20 or > 0x7E or (byte)'*' or (byte)'(' or (byte)')' or (byte)'\\')
            {
                text.Append('\\').Append(Convert.ToHexStringLower([b]));
            }
            else
            {
                text.Append((char)b);
            }
        }

        return text.ToString();
    }

    private static byte[] Digits(long value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    private static Asn1Tag Tag(int number, bool constructed) => new(TagClass.ContextSpecific, number, constructed);

    private sealed record Compound(char Sign, int Number, LdapFilter[] Parts) : LdapFilter
    {
        internal override void Encode(AsnWriter writer)
        {
            var tag = Tag(Number, constructed: true);
            writer.PushSequence(tag);
            foreach (var part in Parts)
            {
                part.Encode(writer);
            }

            writer.PopSequence(tag);
        }

        internal override void Format(StringBuilder text)
        {
            text.Append('(').Append(Sign);
            foreach (var part in Parts)
            {
                part.Format(text);
            }

            text.Append(')');
        }
    }

    private sealed record Negation(LdapFilter Part) : LdapFilter
    {
        internal override void Encode(AsnWriter writer)
        {
            var tag = Tag(2, constructed: true);
            writer.PushSequence(tag);
            Part.Encode(writer);
            writer.PopSequence(tag);
        }

        internal override void Format(StringBuilder text)
        {
            text.Append("(!");
            Part.Format(text);
            text.Append(')');
        }
    }

    private sealed record Comparison(string Attribute, string Sign, int Number, byte[] Value) : LdapFilter
    {
        internal override void Encode(AsnWriter writer)
        {
            var tag = Tag(Number, constructed: true);
            writer.PushSequence(tag);
            writer.WriteOctetString(Encoding.UTF8.GetBytes(Attribute));
            writer.WriteOctetString(Value);
            writer.PopSequence(tag);
        }

        internal override void Format(StringBuilder text) =>
            text.Append('(').Append(Attribute).Append(Sign).Append(Escape(Value)).Append(')');
    }

    private sealed record Presence(string Attribute) : LdapFilter
    {
        internal override void Encode(AsnWriter writer) =>
            writer.WriteOctetString(Encoding.UTF8.GetBytes(Attribute), Tag(7, constructed: false));

        internal override void Format(StringBuilder text) => text.Append('(').Append(Attribute).Append("=*)");
    }
}
