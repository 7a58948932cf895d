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

    [Fact]
    public void Changes_and_expired_accounts_are_asked_for_by_numbers()
    {
        var start = DateTimeOffset.FromFileTime(100);
        Assert.Equal("(uSNChanged>=4712)", AdFilters.ChangedSince(4712).ToString());
        Assert.Equal("(&(accountExpires>=100)(accountExpires<=250))", AdFilters.ExpiredBetween(start, start.AddTicks(150)).ToString());
        // 0 means never, whatever the clock says.
        Assert.Equal("(&(accountExpires>=1)(accountExpires<=250))", AdFilters.ExpiredBetween(DateTimeOffset.FromFileTime(0), start.AddTicks(150)).ToString());
    }

    [Fact]
    public void Numbers_are_encoded_as_the_comparisons_they_are()
    {
        foreach (var (filter, number) in new[] { (LdapFilter.AtLeast("n", 7), 5), (LdapFilter.AtMost("n", 7), 6), (LdapFilter.Equal("n", "7"), 3) })
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            filter.Encode(writer);
            var reader = new AsnReader(writer.Encode(), AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.ContextSpecific, number, true));
            Assert.Equal(("n", "7"), (Encoding.ASCII.GetString(reader.ReadOctetString()), Encoding.ASCII.GetString(reader.ReadOctetString())));
        }
    }

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
