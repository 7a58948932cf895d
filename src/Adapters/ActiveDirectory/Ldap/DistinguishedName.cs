using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>One level of a distinguished name: usually one type and value, several when joined by <c>+</c>.</summary>
internal sealed record RelativeName(ImmutableArray<KeyValuePair<string, string>> Parts)
{
    private string? key;

    /// <summary>The value, unescaped: the name as people read it.</summary>
    internal string Value => Parts[0].Value;

    internal string Type => Parts[0].Key;

    /// <summary>Equal for equal names: types and values in upper case, escapes in one form, parts in one order.</summary>
    internal string Key => key ??= Parts.Length == 1
        ? KeyOf(Parts[0])
        : string.Join('+', Parts.Select(KeyOf).Order(StringComparer.Ordinal));

    private static string KeyOf(KeyValuePair<string, string> part) =>
        $"{part.Key}={DistinguishedName.Escape(part.Value)}".ToUpperInvariant();
}

/// <summary>
/// A distinguished name (RFC 4514), parsed: two spellings of one name have the same <see cref="Key"/>. Never compare or cut DNs as text.
/// </summary>
internal sealed class DistinguishedName
{
    private static readonly SearchValues<char> Special =
        SearchValues.Create("\"+,;<>\\=" + string.Concat(Enumerable.Range(0, ' ').Select(c => (char)c)));

    private readonly RelativeName[] names;
    private readonly int start;
    private string? key;

    private DistinguishedName(RelativeName[] names, int start)
    {
        this.names = names;
        this.start = start;
    }

    /// <summary>How many levels it has; 0 is the root of everything.</summary>
    internal int Depth => names.Length - start;

    /// <summary>The level nearest to the entry.</summary>
    internal RelativeName Leaf => names[start];

    /// <summary>The name of what holds it. A name of one level has the empty one as parent.</summary>
    internal DistinguishedName Parent => new(names, start + 1);

    /// <summary>Equal for equal names: types and values in upper case, escapes in one form.</summary>
    internal string Key => key ??= string.Join(',', names.Skip(start).Select(n => n.Key));

    /// <summary>True when every level is a domain component: the root of a domain.</summary>
    internal bool IsDomain => Depth > 0 && names.AsSpan(start).ToArray().All(n => n.Type.Equals("DC", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is this ancestor or something below it.</summary>
    internal bool IsWithin(DistinguishedName ancestor) =>
        Depth >= ancestor.Depth
        && names.Skip(names.Length - ancestor.Depth).Select(n => n.Key).SequenceEqual(ancestor.names.Skip(ancestor.start).Select(n => n.Key), StringComparer.Ordinal);

    /// <summary>Parses a name, or gives null when the text is none.</summary>
    internal static DistinguishedName? TryParse(ReadOnlySpan<char> text) =>
        DnParser.TryParse(text) is { } parsed ? new DistinguishedName(parsed, 0) : null;

    /// <summary>The name of something one level below.</summary>
    internal DistinguishedName Below(RelativeName leaf) => new([leaf, .. names.AsSpan(start)], 0);

    /// <summary>The name in RFC 4514 form.</summary>
    public override string ToString() =>
        string.Join(',', names.Skip(start).Select(n => string.Join('+', n.Parts.Select(p => $"{p.Key}={Escape(p.Value)}"))));

    /// <summary>A value with everything escaped that has a meaning in a DN (RFC 4514, section 2.4).</summary>
    internal static string Escape(string value)
    {
        if (value.Length > 0 && value[0] is not (' ' or '#') && value[^1] != ' ' && !value.AsSpan().ContainsAny(Special))
        {
            return value;
        }

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
}
