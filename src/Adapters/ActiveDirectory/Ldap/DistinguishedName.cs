using System.Collections.Immutable;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>One level of a distinguished name: usually one type and value, several when joined by <c>+</c>.</summary>
internal sealed record RelativeName(ImmutableArray<KeyValuePair<string, string>> Parts)
{
    /// <summary>The value, unescaped: the name as people read it.</summary>
    internal string Value => Parts[0].Value;

    internal string Type => Parts[0].Key;
}

/// <summary>
/// A distinguished name (RFC 4514), parsed: two spellings of one name have the same <see cref="Key"/>. Never compare or cut DNs as text.
/// </summary>
internal sealed class DistinguishedName
{
    private readonly RelativeName[] names;
    private readonly string[] keys;
    private readonly int start;
    private string? key;

    private DistinguishedName(RelativeName[] names, string[] keys, int start)
    {
        this.names = names;
        this.keys = keys;
        this.start = start;
    }

    /// <summary>How many levels it has; 0 is the root of everything.</summary>
    internal int Depth => names.Length - start;

    /// <summary>The level nearest to the entry.</summary>
    internal RelativeName Leaf => names[start];

    /// <summary>The name of what holds it. A name of one level has the empty one as parent.</summary>
    internal DistinguishedName Parent => new(names, keys, start + 1);

    /// <summary>Equal for equal names: types and values in upper case, escapes in one form.</summary>
    internal string Key => key ??= string.Join(',', keys.AsSpan(start).ToArray());

    /// <summary>True when every level is a domain component: the root of a domain.</summary>
    internal bool IsDomain => Depth > 0 && names.AsSpan(start).ToArray().All(n => n.Type.Equals("DC", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is this ancestor or something below it.</summary>
    internal bool IsWithin(DistinguishedName ancestor) =>
        Depth >= ancestor.Depth && keys.AsSpan(keys.Length - ancestor.Depth).SequenceEqual(ancestor.keys.AsSpan(ancestor.start));

    /// <summary>Parses a name, or gives null when the text is none.</summary>
    internal static DistinguishedName? TryParse(ReadOnlySpan<char> text)
    {
        if (DnParser.TryParse(text) is not { } names)
        {
            return null;
        }

        return new DistinguishedName(names, [.. names.Select(KeyOf)], 0);
    }

    /// <summary>The name in RFC 4514 form.</summary>
    public override string ToString() =>
        string.Join(',', names.Skip(start).Select(n => string.Join('+', n.Parts.Select(p => $"{p.Key}={Escape(p.Value)}"))));

    /// <summary>A value with everything escaped that has a meaning in a DN (RFC 4514, section 2.4).</summary>
    internal static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var atEdge = c == ' ' && (i == 0 || i == value.Length - 1);
            if (c is '"' or '+' or ',' or ';' or '<' or '>' or '\\' or '=' || atEdge || (c == '#' && i == 0))
            {
                text.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                text.Append('\\').Append(Convert.ToHexString([(byte)c]));
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>Where the parent's name begins in a raw DN, or -1 when it has one level only.</summary>
    internal static int ParentStart(ReadOnlySpan<char> dn)
    {
        for (var i = 0; i < dn.Length; i++)
        {
            if (dn[i] == '\\')
            {
                i++;
            }
            else if (dn[i] == ',')
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static string KeyOf(RelativeName name) => string.Join(
        '+', name.Parts.Select(p => $"{p.Key}={Escape(p.Value)}".ToUpperInvariant()).Order(StringComparer.Ordinal));
}
