using System.Runtime.InteropServices;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// One entry: its DN and attributes as bytes, in a buffer that belongs to whoever reads. One instance serves a whole reading; what it
/// holds is good until the next entry is loaded. Names are compared ignoring ASCII case.
/// </summary>
internal sealed class LdapEntry
{
    private byte[] buffer = [];
    private Slice dn;
    private Attribute[] attributes = new Attribute[32];
    private Value[] values = new Value[128];
    private int attributeCount;
    private int valueCount;

    internal ReadOnlySpan<byte> Dn => dn.Of(buffer);

    internal int AttributeCount => attributeCount;

    /// <summary>Loads a SearchResultEntry (RFC 4511, section 4.5.2) from the buffer it arrived in.</summary>
    internal void Load(byte[] message, Slice content)
    {
        var reader = new BerReader(message, content);
        Begin(message, reader.Read(BerReader.OctetString));
        var list = reader.Enter(BerReader.Sequence);
        while (!list.AtEnd)
        {
            var attribute = list.Enter(BerReader.Sequence);
            var name = attribute.Read(BerReader.OctetString);
            var index = AddAttribute(name, AttributeTag.Of(name.Of(buffer)));
            var set = attribute.Enter(BerReader.Set);
            while (!set.AtEnd)
            {
                AddValue(index, set.Read(BerReader.OctetString));
            }
        }
    }

    /// <summary>Forgets what was loaded and begins another entry in this buffer.</summary>
    internal void Begin(byte[] source, Slice name)
    {
        buffer = source;
        dn = name;
        attributeCount = 0;
        valueCount = 0;
    }

    /// <summary>The buffer of the entry was moved to a larger one; the slices stay good.</summary>
    internal void Rebase(byte[] source) => buffer = source;

    /// <summary>Adds a value to the attribute of this name, which need not stand beside its other values.</summary>
    internal void Add(Slice name, Slice value)
    {
        var tag = AttributeTag.Of(name.Of(buffer));
        var index = Find(name.Of(buffer), tag);
        AddValue(index < 0 ? AddAttribute(name, tag) : index, value);
    }

    internal ReadOnlySpan<byte> Name(int attribute) => attributes[attribute].Name.Of(buffer);

    internal ValueList Values(string name) => Values(Find(name));

    internal ValueList Values(int attribute) => new(this, attribute);

    /// <summary>The first value, or an empty span when there is none.</summary>
    internal ReadOnlySpan<byte> First(string name)
    {
        var index = Find(name);
        return index < 0 || attributes[index].Count == 0 ? default : values[attributes[index].First].Bytes.Of(buffer);
    }

    /// <summary>The first value as text, or null when there is none. What is not UTF-8 is replaced by U+FFFD.</summary>
    internal string? Text(string name)
    {
        var bytes = First(name);
        return bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether the attribute is there, with values or without: DirSync names one that lost its values so.</summary>
    internal bool Mentions(string name) => Find(name) >= 0;

    /// <summary>Whether one of the values is this ASCII text, ignoring case.</summary>
    internal bool Has(string name, string text)
    {
        foreach (var value in Values(name))
        {
            if (Ascii.EqualsIgnoreCase(value, text))
            {
                return true;
            }
        }

        return false;
    }

    private int Find(string name)
    {
        var tag = AttributeTag.Of(name);
        for (var i = 0; i < attributeCount; i++)
        {
            if (attributes[i].Tag == tag && Ascii.EqualsIgnoreCase(attributes[i].Name.Of(buffer), name))
            {
                return i;
            }
        }

        return -1;
    }

    private int Find(ReadOnlySpan<byte> name, ulong tag)
    {
        for (var i = attributeCount - 1; i >= 0; i--)
        {
            if (attributes[i].Tag == tag && Ascii.EqualsIgnoreCase(attributes[i].Name.Of(buffer), name))
            {
                return i;
            }
        }

        return -1;
    }

    private int AddAttribute(Slice name, ulong tag)
    {
        if (attributeCount == attributes.Length)
        {
            Array.Resize(ref attributes, attributeCount * 2);
        }

        attributes[attributeCount] = new Attribute { Name = name, Tag = tag, First = -1, Last = -1 };
        return attributeCount++;
    }

    private void AddValue(int attribute, Slice bytes)
    {
        if (valueCount == values.Length)
        {
            Array.Resize(ref values, valueCount * 2);
        }

        values[valueCount] = new Value { Bytes = bytes, Next = -1 };
        ref var owner = ref attributes[attribute];
        if (owner.Last >= 0)
        {
            values[owner.Last].Next = valueCount;
        }
        else
        {
            owner.First = valueCount;
        }

        owner.Last = valueCount++;
        owner.Count++;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Attribute
    {
        internal Slice Name;
        internal ulong Tag;
        internal int First;
        internal int Last;
        internal int Count;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Value
    {
        internal Slice Bytes;
        internal int Next;
    }

    /// <summary>The values of one attribute, for <c>foreach</c> without allocation.</summary>
    internal ref struct ValueList
    {
        private readonly LdapEntry entry;
        private int current = -2;
        private readonly int first;

        internal ValueList(LdapEntry entry, int attribute)
        {
            this.entry = entry;
            first = attribute < 0 ? -1 : entry.attributes[attribute].First;
            Count = attribute < 0 ? 0 : entry.attributes[attribute].Count;
        }

        internal int Count { get; }

        public readonly ReadOnlySpan<byte> Current => entry.values[current].Bytes.Of(entry.buffer);

        public readonly ValueList GetEnumerator() => this;

        public bool MoveNext() => (current = current == -2 ? first : entry.values[current].Next) >= 0;
    }
}
