using SyncEngine.Adapters.Pyrus.Api;

namespace SyncEngine.Adapters.Pyrus.Tests.Api;

public sealed class AddressTests
{
    [Theory]
    [InlineData("https://accounts.pyrus.com/api/v4/", "https://accounts.pyrus.com/api/v4/auth", "https://api.pyrus.com/v4/")]
    [InlineData("https://accounts.pyrus.com/api/v4", "https://accounts.pyrus.com/api/v4/auth", "https://api.pyrus.com/v4/")]
    [InlineData("https://api.pyrus.com/v4/", "https://accounts.pyrus.com/api/v4/auth", "https://api.pyrus.com/v4/")]
    [InlineData(" https://API.pyrus.com/v4 ", "https://accounts.pyrus.com/api/v4/auth", "https://api.pyrus.com/v4/")]
    [InlineData("https://pyrus.corp.example/api/v4", "https://pyrus.corp.example/api/v4/auth", "https://pyrus.corp.example/api/v4/")]
    public void One_configured_address_gives_both(string given, string auth, string api)
    {
        var address = PyrusAddress.From(given);
        Assert.Equal((auth, api), (address.Auth.ToString(), address.Api.ToString()));
    }

    [Theory]
    [InlineData("https://api7.pyrus.com/v4/", "https://api7.pyrus.com/v4/")]
    [InlineData("https://api7.pyrus.com/v4", "https://api7.pyrus.com/v4/")]
    [InlineData("", "https://api.pyrus.com/v4/")]
    [InlineData(null, "https://api.pyrus.com/v4/")]
    public void The_announced_address_replaces_the_known_one(string? announced, string api) =>
        Assert.Equal(api, PyrusAddress.From(PyrusOptions.BaseUrlDefault).ApiAfter(announced).ToString());

    [Theory]
    [InlineData("http://api.pyrus.com/v4/")]
    [InlineData("http://127.0.0.1/v4/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("v4")]
    public void A_token_is_never_carried_to_an_address_that_is_not_https(string announced) =>
        Assert.Throws<PyrusApiException>(() => PyrusAddress.From(PyrusOptions.BaseUrlDefault).ApiAfter(announced));
}
