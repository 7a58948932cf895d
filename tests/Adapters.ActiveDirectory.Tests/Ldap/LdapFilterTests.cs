using System.Formats.Asn1;
using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

public sealed class LdapFilterTests
{
    [Fact]
    public void People_are_asked_for_by_category_and_class() =>
        Assert.Equal("(&(objectCategory=person)(objectClass=user))", AdFilters.Accounts.ToString());

    [Fact]
    public void Units_are_organizational_units_and_containers_that_people_see() =>
        Assert.Equal(
            "(|(objectClass=organizationalUnit)(&(objectClass=container)(!(showInAdvancedViewOnly=TRUE))))", AdFilters.Units.ToString());

    [Theory]
    [InlineData("a*b", "a\\2ab")]
    [InlineData("(x)", "\\28x\\29")]
    [InlineData("back\\slash", "back\\5cslash")]
    [InlineData("nul\0", "nul\\00")]
    [InlineData("И", "\\d0\\98")]
    [InlineData("Smith, John", "Smith, John")]
    public void What_has_a_meaning_in_a_filter_is_escaped_in_its_text(string value, string escaped) =>
        Assert.Equal(escaped, LdapFilter.Escape(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void Escaped_text_holds_no_syntax_and_gives_the_value_back() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            var text = LdapFilter.Escape(bytes);

            Assert.DoesNotContain(text, c => c is '(' or ')' or '*' or '\0');
            Assert.Equal(bytes, Unescape(text));
        });

    [Fact]
    public void No_value_can_change_the_shape_of_the_encoded_filter() =>
        Gen.String.Sample(value =>
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            LdapFilter.And(LdapFilter.Equal("cn", value), LdapFilter.Present("mail")).Encode(writer);
            var and = new AsnReader(writer.Encode(), AsnEncodingRules.BER).ReadSetOf(false, new Asn1Tag(TagClass.ContextSpecific, 0, true));
            var equal = and.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, true));

            Assert.Equal("cn"u8.ToArray(), equal.ReadOctetString());
            Assert.Equal(Encoding.UTF8.GetBytes(value), equal.ReadOctetString());
            Assert.False(equal.HasData);
            Assert.Equal("mail"u8.ToArray(), and.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 7)));
            Assert.False(and.HasData);
        });

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '\\' ? Convert.FromHexString(text.AsSpan(i + 1, 2))[0] : (byte)text[i]);
            i += text[i] == '\\' ? 2 : 0;
        }

        return [.. bytes];
    }
}
