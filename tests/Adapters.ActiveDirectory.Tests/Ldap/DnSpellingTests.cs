using System.Formats.Asn1;
using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

/// <summary>RFC 4514 allows many spellings of one name. All are read as the same name, and no two names as one.</summary>
public sealed class DnSpellingTests
{
    private static readonly Gen<string> Value = OneOf(
        "a", "Staff", "Smith, John", "R&D + Sales", "x\"y\"", "back\\slash", "<a>;<b>", "a=b", "#04", " lead", "trail ", " ", "a  b", "日本語", "Жанна", "שלום",
        "مرحبا", "😀 team", "e\u0301cole", "école", "nul\0", "line\nfeed", "İi", "ß", "\u00A0nbsp", "/a/b", "'quote'", "-", "2.5.4.3");

    private static readonly Gen<(string Type, string[] Spellings)> Type = OneOf(
        ("CN", new[] { "CN", "cn", "Cn", "2.5.4.3", "OID.2.5.4.3", "oid.2.5.4.3" }),
        ("OU", new[] { "OU", "ou", "2.5.4.11" }),
        ("DC", new[] { "DC", "dc", "0.9.2342.19200300.100.1.25" }),
        ("msExch-1", new[] { "msExch-1", "MSEXCH-1" }),
        ("1.2.3.4", new[] { "1.2.3.4", "OID.1.2.3.4" }));

    [Fact]
    public void However_a_name_is_spelled_it_is_the_same_name_and_gives_its_values_back() =>
        Gen.Select(Type, Value).Array[1, 4].SelectMany(parts => Gen.Select(Gen.Const(parts), Gen.Int[0, int.MaxValue]))
            .Sample((parts, seed) =>
            {
                var random = new Random(seed);
                var plain = Parse(string.Join(',', parts.Select(p => $"{p.Item1.Type}={DistinguishedName.Escape(p.Item2)}")));

                var spelled = Parse(string.Join(
                    random.Next(3) switch { 0 => ",", 1 => ", ", _ => " , " },
                    parts.Select(p => $"{Pick(random, p.Item1.Spellings)}{(random.Next(4) == 0 ? " = " : "=")}{Spell(random, p.Item2)}")));

                Assert.Equal(plain.Key, spelled.Key);
                Assert.Equal(plain.Key, Parse(spelled.ToString()).Key);
                foreach (var part in parts)
                {
                    Assert.Equal(part.Item2, spelled.Leaf.Value);
                    spelled = spelled.Parent;
                }
            });

    [Fact]
    public void The_parts_of_one_level_have_no_order() =>
        Gen.Select(Type, Value).Array[2, 4].Sample(parts =>
        {
            var texts = parts.Select(p => $"{p.Item1.Type}={DistinguishedName.Escape(p.Item2)}").ToArray();
            Assert.Equal(Parse(string.Join('+', texts) + ",DC=x").Key, Parse(string.Join(" + ", texts.Reverse()) + ",DC=x").Key);
            Assert.Equal(2, Parse(string.Join('+', texts) + ",DC=x").Depth);
        });

    [Theory]
    [InlineData("CN=#0403414243", "ABC")]
    [InlineData("CN=#0c06d0b6d0b0d0bd", "жан")]
    [InlineData("CN=#1303414243,DC=x", "ABC")]
    [InlineData("CN=#1E0400410042", "AB")]
    [InlineData("CN=#0400", "")]
    [InlineData("CN=\\#0403414243", "#0403414243")]
    [InlineData("CN=\\230403", "#0403")]
    [InlineData("1.3.6.1.4.1.1466.0=#04024869", "Hi")]
    [InlineData("UID=jsmith,DC=example,DC=net", "jsmith")]
    [InlineData("OU=Sales+CN=J.  Smith,DC=example,DC=net", "Sales")]
    [InlineData("CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net", "James \"Jim\" Smith, III")]
    [InlineData("CN=Before\\0dAfter,DC=example,DC=net", "Before\rAfter")]
    [InlineData("CN=Lu\\C4\\8Di\\C4\\87", "Lučić")]
    [InlineData("CN=\\ \\ ", "  ")]
    [InlineData("CN=", "")]
    [InlineData("CN=a\\\u0020", "a ")]
    [InlineData("CN=x\nDEL:1", "x\nDEL:1")]
    public void Values_of_the_standards_own_examples_are_read(string dn, string value) => Assert.Equal(value, Parse(dn).Leaf.Value);

    [Theory]
    [InlineData("CN=#")]
    [InlineData("CN=#04")]
    [InlineData("CN=#040")]
    [InlineData("CN=#0402zz")]
    [InlineData("CN=#040341")]
    [InlineData("CN=#04014100")]
    [InlineData("CN=#020101")]
    [InlineData("CN=#0401FF")]
    [InlineData("CN=#0403414243x,DC=y")]
    [InlineData("1CN=a")]
    [InlineData("-CN=a")]
    [InlineData("C.N=a")]
    [InlineData("1.=a")]
    [InlineData("1..2=a")]
    [InlineData("01.2=a")]
    [InlineData("2=a")]
    [InlineData("OID.=a")]
    [InlineData("CN=a+,DC=b")]
    [InlineData("CN=a;DC=b")]
    [InlineData("CN=a\0b")]
    [InlineData("CN=a\\")]
    [InlineData("CN=a\\g")]
    [InlineData("CN=\\C4")]
    [InlineData("CN=\\ED\\A0\\80")]
    [InlineData("\"CN=a\"")]
    [InlineData("<GUID=1>")]
    public void What_the_standard_does_not_allow_is_no_name(string text) => Assert.Null(DistinguishedName.TryParse(text));

    [Theory]
    [InlineData("OU=école", "OU=e\u0301cole")]
    [InlineData("CN=\\#0403414243", "CN=#0403414243")]
    [InlineData("CN=a+CN=b", "CN=a,CN=b")]
    [InlineData("CN=a\\+CN=b", "CN=a+CN=b")]
    [InlineData("CN=a  b", "CN=a b")]
    [InlineData("CN=ß", "CN=ss")]
    public void Names_that_differ_stay_apart_also_by_composition_only(string one, string other) => Assert.NotEqual(Parse(one).Key, Parse(other).Key);

    [Theory]
    [InlineData("ou=ÉCOLE", "OU=école")]
    [InlineData("cn=ЖАННА", "CN=Жанна")]
    public void Names_that_differ_by_case_only_are_one_in_any_script(string one, string other) => Assert.Equal(Parse(one).Key, Parse(other).Key);

    private static Gen<T> OneOf<T>(params T[] any) => Gen.Int[0, any.Length - 1].Select(i => any[i]);

    private static string Spell(Random random, string value)
    {
        if (random.Next(5) == 0)
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            if (random.Next(2) == 0)
            {
                writer.WriteOctetString(Encoding.UTF8.GetBytes(value));
            }
            else
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
            }

            return "#" + Convert.ToHexString(writer.Encode());
        }

        var text = new StringBuilder();
        var runes = value.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i].ToString();
            var special = rune[0] is '"' or '+' or ',' or ';' or '<' or '>' or '\\' || rune[0] < ' '
                || (rune[0] == '#' && i == 0) || (rune[0] == ' ' && (i == 0 || i == runes.Length - 1));
            var optional = rune[0] is ' ' or '#' or '=' or '/';
            text.Append((special, optional) switch
            {
                (true, _) when rune[0] >= ' ' && random.Next(2) == 0 => "\\" + rune,
                (false, true) when random.Next(2) == 0 => "\\" + rune,
                (false, _) when random.Next(3) > 0 => rune,
                _ => string.Concat(Encoding.UTF8.GetBytes(rune).Select(b => $"\\{(random.Next(2) == 0 ? $"{b:x2}" : $"{b:X2}")}")),
            });
        }

        return text.ToString();
    }

    private static string Pick(Random random, string[] any) => any[random.Next(any.Length)];

    private static DistinguishedName Parse(string text) =>
        DistinguishedName.TryParse(text) ?? throw new InvalidOperationException($"'{text}' was not parsed.");
}
