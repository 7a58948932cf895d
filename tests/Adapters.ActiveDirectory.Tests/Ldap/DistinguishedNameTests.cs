using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

public sealed class DistinguishedNameTests
{
    // Values as people and attackers write them; no lone surrogates (a directory stores UTF-8) and no leading or trailing blanks besides U+0020.
    private static readonly Gen<string> Value = Gen.String[Gen.OneOf(
        Gen.Char['a', 'z'], Gen.Const(','), Gen.Const('+'), Gen.Const('"'), Gen.Const('\\'), Gen.Const('<'), Gen.Const('>'), Gen.Const(';'),
        Gen.Const('='), Gen.Const('#'), Gen.Const(' '), Gen.Const('/'), Gen.Const('\n'), Gen.Const('Ж'), Gen.Const('İ'), Gen.Const('ß')), 1, 12];

    private static readonly Gen<string[]> Values = Value.Array[1, 6];

    [Fact]
    public void A_name_made_of_any_values_is_taken_apart_into_the_same_values() =>
        Values.Sample(values =>
        {
            var dn = Parse(string.Join(',', values.Select(v => "OU=" + DistinguishedName.Escape(v))));

            Assert.Equal(values.Length, dn.Depth);
            foreach (var value in values)
            {
                Assert.Equal(value, dn.Leaf.Value);
                dn = dn.Parent;
            }

            Assert.Equal(0, dn.Depth);
        });

    [Fact]
    public void Written_out_and_read_again_it_is_the_same_name() =>
        Values.Sample(values =>
        {
            var dn = Parse(string.Join(',', values.Select(v => "CN=" + DistinguishedName.Escape(v))));
            Assert.Equal(dn.Key, Parse(dn.ToString()).Key);
        });

    [Fact]
    public void Different_values_never_make_the_same_key() =>
        Gen.Select(Values, Values).Where((a, b) => !a.Select(v => v.ToUpperInvariant()).SequenceEqual(b.Select(v => v.ToUpperInvariant()), StringComparer.Ordinal))
            .Sample((a, b) => Assert.NotEqual(
                Parse(string.Join(',', a.Select(v => "CN=" + DistinguishedName.Escape(v)))).Key,
                Parse(string.Join(',', b.Select(v => "CN=" + DistinguishedName.Escape(v)))).Key));

    [Fact]
    public void Any_text_at_all_is_a_name_or_none_but_never_a_crash() =>
        Gen.String.Sample(text =>
        {
            var dn = DistinguishedName.TryParse(text);
            _ = dn?.Key;
            _ = dn?.ToString();
        });

    [Theory]
    [InlineData("CN=Иван,OU=Users,DC=corp", "cn=иван, ou=USERS , dc=Corp")]
    [InlineData("CN=Smith\\, John,DC=corp", "CN=Smith\\2C John,DC=corp")]
    [InlineData("CN=a\\;b,DC=corp", "CN=a\\3Bb,DC=corp")]
    [InlineData("CN=\\D0\\98,DC=corp", "CN=И,DC=corp")]
    [InlineData("CN=a+OU=b,DC=corp", "OU=b+CN=a,DC=corp")]
    [InlineData("CN=a\\ ,DC=corp", "CN=a\\20,DC=corp")]
    public void Two_spellings_of_one_name_have_the_same_key(string one, string other) => Assert.Equal(Parse(one).Key, Parse(other).Key);

    [Theory]
    [InlineData("OU=Users\\, Paris,DC=corp", "OU=Users,OU=Paris,DC=corp")]
    [InlineData("CN=a\\ ,DC=corp", "CN=a,DC=corp")]
    [InlineData("CN=a,DC=corp", "CN=a,DC=corp,DC=example")]
    public void Names_that_only_look_alike_have_different_keys(string one, string other) => Assert.NotEqual(Parse(one).Key, Parse(other).Key);

    [Theory]
    [InlineData("Users")]
    [InlineData("CN=a,,DC=corp")]
    [InlineData("CN=a,DC=corp,")]
    [InlineData("=a")]
    [InlineData("CN=a\\")]
    [InlineData("CN=a\\zDC=b")]
    [InlineData("CN=\\D0,DC=corp")]
    [InlineData("CN=a\"b\",DC=corp")]
    public void What_is_no_name_is_refused(string text) => Assert.Null(DistinguishedName.TryParse(text));

    [Theory]
    [InlineData("CN=a,OU=Staff,DC=corp", "OU=staff,dc=corp", true)]
    [InlineData("OU=Staff,DC=corp", "OU=Staff,DC=corp", true)]
    [InlineData("OU=Staff,DC=corp", "CN=a,OU=Staff,DC=corp", false)]
    [InlineData("CN=a,OU=Old Staff,DC=corp", "OU=Staff,DC=corp", false)]
    [InlineData("CN=a\\,OU=Staff,DC=corp", "OU=Staff,DC=corp", false)]
    public void Being_within_another_name_goes_by_levels_not_by_text(string dn, string ancestor, bool expected) =>
        Assert.Equal(expected, Parse(dn).IsWithin(Parse(ancestor)));

    [Theory]
    [InlineData("DC=corp,DC=example", true)]
    [InlineData("OU=x,DC=corp", false)]
    [InlineData("", false)]
    public void A_name_of_domain_components_alone_is_a_domain(string dn, bool expected) => Assert.Equal(expected, Parse(dn).IsDomain);

    [Theory]
    [InlineData("CN=a,DC=b", "DC=b")]
    [InlineData("CN=a\\,b,DC=c", "DC=c")]
    [InlineData("CN=a\\\\,DC=c", "DC=c")]
    [InlineData("CN=a", null)]
    public void The_parent_of_a_raw_name_begins_behind_the_first_bare_comma(string dn, string? parent)
    {
        var start = DistinguishedName.ParentStart(dn);
        Assert.Equal(parent, start < 0 ? null : dn[start..]);
    }

    private static DistinguishedName Parse(string text) =>
        DistinguishedName.TryParse(text) ?? throw new InvalidOperationException($"'{text}' was not parsed.");
}
