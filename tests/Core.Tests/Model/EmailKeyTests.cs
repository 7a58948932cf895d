using System.Globalization;
using CsCheck;
using SyncEngine.Model;

namespace SyncEngine.Tests.Model;

public sealed class EmailKeyTests
{
    [Theory]
    [InlineData(" ADA@Corp.Example ", "ada@corp.example")]
    [InlineData("Zoe\u0308@corp.example", "zoë@corp.example")]
    [InlineData("a@Пример.рф", "a@xn--e1afmkfd.xn--p1ai")]
    [InlineData("a+b@corp.example", "a+b@corp.example")]
    [InlineData("a.b@gmail.com", "a.b@gmail.com")]
    public void Addresses_are_compared_in_canonical_form(string address, string key) => Assert.Equal(key, EmailKey.TryFrom(address)!.Value.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@corp.example")]
    [InlineData("ada@")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@corp.example")]
    [InlineData("a@corp..example")]
    [InlineData("a@.example")]
    [InlineData("a\u0000@corp.example")]
    public void What_is_no_address_has_no_key(string? text) => Assert.Null(EmailKey.TryFrom(text));

    [Fact]
    public void Too_long_is_no_address() => Assert.Null(EmailKey.TryFrom(new string('a', EmailKey.LengthMax) + "@corp.example"));

    [Fact]
    public void The_machines_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        try
        {
            Assert.Equal("iris@info.example", EmailKey.TryFrom("IRIS@INFO.example")!.Value.Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_key_is_its_own_key() => Gen.String.Sample(text =>
    {
        if (EmailKey.TryFrom(text) is { } key)
        {
            Assert.Equal(key, EmailKey.TryFrom(key.Value));
        }
    });
}
