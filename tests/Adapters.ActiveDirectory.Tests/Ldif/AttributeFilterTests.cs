using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldif;

public sealed class AttributeFilterTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.OneOf(Gen.Char['a', 'c'], Gen.Char['A', 'C'], Gen.Const('-')), 1, 11];

    [Fact]
    public void It_lets_through_what_was_asked_for_in_any_case() => Gen.Select(Names.Array[1, 9], Names).Sample((asked, name) =>
    {
        var filter = new AttributeFilter(asked);
        Assert.All(asked, a => Assert.True(filter.MayUse(Encoding.ASCII.GetBytes(a.ToUpperInvariant()))));
        Assert.True(filter.MayUse(Encoding.ASCII.GetBytes(name + ";range=0-1499")));
    });

    [Fact]
    public void Equal_names_have_equal_tags_and_of_the_usual_names_no_two_do() => Names.Sample(name =>
    {
        Assert.Equal(AttributeTag.Of(name), AttributeTag.Of(Encoding.ASCII.GetBytes(name.ToLowerInvariant())));
        string[] usual = ["objectClass", "objectCategory", "objectGUID", "objectSid", "cn", "sn", "mail", "member", "memberOf", "manager", "mobile", "title"];
        Assert.Distinct(usual.Select(AttributeTag.Of));
    });

    [Theory]
    [InlineData("photo:: ###", "its value is not valid base64")]
    [InlineData("photo:< file:///etc/hosts", "its value is given by a URL (':<')")]
    [InlineData("photo: \u00ff", "its value is not UTF-8")]
    public async Task A_value_that_is_passed_over_must_be_in_order_too(string line, string problem)
    {
        var file = Encoding.Latin1.GetBytes($"dn: CN=a\ncn: a\n{line}\n\n");
        using var reader = new LdifReader(new MemoryStream(file), used: new AttributeFilter(["cn"]));
        var trouble = await Assert.ThrowsAsync<LdifException>(async () => await reader.ReadAsync(new LdapEntry(), TestContext.Current.CancellationToken));
        Assert.Equal(problem, trouble.Message);
        Assert.Equal(3, trouble.Line);
    }

    [Fact]
    public async Task Only_what_is_used_is_stored()
    {
        var entry = new LdapEntry();
        using var reader = new LdifReader(new MemoryStream("dn: CN=a\ncn: a\nphoto: b\nCN: c\n\n"u8.ToArray()), used: new AttributeFilter(["cn"]));
        Assert.True(await reader.ReadAsync(entry, TestContext.Current.CancellationToken));
        Assert.Equal(1, entry.AttributeCount);
        Assert.Equal(2, entry.Values("cn").Count);
    }
}
