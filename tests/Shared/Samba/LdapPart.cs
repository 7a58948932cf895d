using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace SyncEngine.TestSupport.Samba;

/// <summary>One LDAP message, cut into what a proxy has to know. Written with the platform's ASN.1 reader, to share no code with what is tested.</summary>
internal sealed record LdapPart(int Id, int Operation, byte[] Content, byte[] Controls)
{
    internal const int Bind = 0;
    internal const int BindAnswer = 1;
    internal const int Unbind = 2;
    internal const int Search = 3;
    internal const int Entry = 4;
    internal const int Done = 5;
    internal const int Abandon = 16;
    internal const int Reference = 19;
    internal const string Paging = "1.2.840.113556.1.4.319";

    /// <summary>Everything but the number of the message: equal for equal requests.</summary>
    internal string Key => $"{Operation} {Convert.ToHexString(Content)} {Convert.ToHexString(Controls)}";

    internal static LdapPart Parse(byte[] message)
    {
        var reader = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        reader.TryReadInt32(out var id);
        var operation = reader.PeekTag().TagValue;
        var content = reader.ReadEncodedValue().ToArray();
        return new LdapPart(id, operation, content, reader.HasData ? reader.ReadEncodedValue().ToArray() : []);
    }

    internal byte[] Encode(int id)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            writer.WriteEncodedValue(Content);
            if (Controls.Length > 0)
            {
                writer.WriteEncodedValue(Controls);
            }
        }

        return writer.Encode();
    }

    internal static LdapPart Result(int operation, int code, string diagnostic, byte[]? controls = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation, true)))
        {
            writer.WriteEncodedValue([0x0A, 0x01, (byte)code]);
            writer.WriteOctetString([]);
            writer.WriteOctetString(Encoding.UTF8.GetBytes(diagnostic));
        }

        return new LdapPart(0, operation, writer.Encode(), controls ?? []);
    }

    /// <summary>The page asked for or given: size (or estimate) and cookie; null without paging.</summary>
    internal (int Size, byte[] Cookie)? Page()
    {
        foreach (var (oid, _, value) in ReadControls())
        {
            if (oid == Paging)
            {
                var page = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
                page.TryReadInt32(out var size);
                return (size, page.ReadOctetString());
            }
        }

        return null;
    }

    /// <summary>The same with another page.</summary>
    internal LdapPart WithPage(int size, byte[] cookie)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
        {
            foreach (var (oid, critical, value) in ReadControls().Where(c => c.Oid != Paging).Append((Paging, true, PageValue(size, cookie))))
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(Encoding.ASCII.GetBytes(oid));
                    writer.WriteBoolean(critical);
                    if (value.Length > 0)
                    {
                        writer.WriteOctetString(value);
                    }
                }
            }
        }

        return this with { Controls = writer.Encode() };
    }

    /// <summary>The names of the attributes that a search asks for.</summary>
    internal List<string> Wanted()
    {
        var search = new AsnReader(Content, AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.Application, Search, true));
        for (var i = 0; i < 7; i++)
        {
            search.ReadEncodedValue();
        }

        var names = new List<string>();
        for (var list = search.ReadSequence(); list.HasData;)
        {
            names.Add(Encoding.UTF8.GetString(list.ReadOctetString()));
        }

        return names;
    }

    internal LdapPart Wanting(IEnumerable<string> attributes)
    {
        var search = new AsnReader(Content, AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.Application, Search, true));
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(new Asn1Tag(TagClass.Application, Search, true)))
        {
            for (var i = 0; i < 7; i++)
            {
                writer.WriteEncodedValue(search.ReadEncodedValue().Span);
            }

            using (writer.PushSequence())
            {
                foreach (var name in attributes)
                {
                    writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
                }
            }
        }

        return this with { Content = writer.Encode() };
    }

    /// <summary>An entry whose member attribute is given as Windows does: at most so many values, in a range, beginning at the one asked for.</summary>
    internal LdapPart InRange(int low, int valuesMax, bool asked)
    {
        var entry = new AsnReader(Content, AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.Application, Entry, true));
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(new Asn1Tag(TagClass.Application, Entry, true)))
        {
            writer.WriteEncodedValue(entry.ReadEncodedValue().Span);
            using (writer.PushSequence())
            {
                for (var list = entry.ReadSequence(); list.HasData;)
                {
                    var whole = list.PeekEncodedValue();
                    var attribute = list.ReadSequence();
                    var name = Encoding.UTF8.GetString(attribute.ReadOctetString());
                    if (name == "member")
                    {
                        WriteRange(writer, Values(attribute), low, valuesMax, asked);
                    }
                    else
                    {
                        writer.WriteEncodedValue(whole.Span);
                    }
                }
            }
        }

        return this with { Content = writer.Encode() };
    }

    private static List<byte[]> Values(AsnReader attribute)
    {
        var values = new List<byte[]>();
        for (var set = attribute.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
        {
            values.Add(set.ReadOctetString());
        }

        return values;
    }

    private static void WriteRange(AsnWriter writer, List<byte[]> values, int low, int valuesMax, bool asked)
    {
        if (!asked && values.Count <= valuesMax)
        {
            Write("member", values);
            return;
        }

        var end = Math.Min(low + valuesMax, values.Count);
        if (!asked)
        {
            Write("member", []);
        }

        var last = end == values.Count ? "*" : (end - 1).ToString(CultureInfo.InvariantCulture);
        Write(string.Create(CultureInfo.InvariantCulture, $"member;range={low}-{last}"), values[low..end]);

        void Write(string name, List<byte[]> some)
        {
            using (writer.PushSequence())
            {
                writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
                using (writer.PushSetOf())
                {
                    some.ForEach(value => writer.WriteOctetString(value));
                }
            }
        }
    }

    private IEnumerable<(string Oid, bool Critical, byte[] Value)> ReadControls()
    {
        if (Controls.Length == 0)
        {
            yield break;
        }

        for (var list = new AsnReader(Controls, AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)); list.HasData;)
        {
            var control = list.ReadSequence();
            var oid = Encoding.ASCII.GetString(control.ReadOctetString());
            var critical = control.HasData && control.PeekTag() == Asn1Tag.Boolean && control.ReadBoolean();
            yield return (oid, critical, control.HasData ? control.ReadOctetString() : []);
        }
    }

    private static byte[] PageValue(int size, byte[] cookie)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(size);
            writer.WriteOctetString(cookie);
        }

        return writer.Encode();
    }
}
