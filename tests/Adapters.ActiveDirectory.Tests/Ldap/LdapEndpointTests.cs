using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

public sealed class LdapEndpointTests
{
    [Theory]
    [InlineData("ldaps://dc1.corp.example", "dc1.corp.example", 636, false)]
    [InlineData("ldaps://dc1.corp.example:1636/", "dc1.corp.example", 1636, false)]
    [InlineData("LDAP://dc1", "dc1", 389, true)]
    [InlineData("ldap://10.0.0.5:3890", "10.0.0.5", 3890, true)]
    [InlineData("ldaps://[::1]:636", "::1", 636, false)]
    [InlineData(" ldaps://dc1 ", "dc1", 636, false)]
    public void A_server_is_written_as_a_url(string text, string host, int port, bool startTls) =>
        Assert.Equal(new LdapEndpoint(host, port, startTls), LdapEndpoint.TryParse(text));

    [Theory]
    [InlineData("dc1.corp.example")]
    [InlineData("https://dc1")]
    [InlineData("ldaps://")]
    [InlineData("ldaps://user:secret@dc1")]
    [InlineData("ldaps://dc1/DC=corp")]
    [InlineData("ldaps://dc1?x")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_server(string? text) => Assert.Null(LdapEndpoint.TryParse(text));
}
