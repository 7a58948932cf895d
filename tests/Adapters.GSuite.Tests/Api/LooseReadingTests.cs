using System.Text.Json;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Tests.Api;

/// <summary>The API's document calls many fields "any": whatever shape they have, a page is read.</summary>
public sealed class LooseReadingTests
{
    [Fact]
    public void One_object_stands_for_a_list_of_one()
    {
        var user = User("""{"id":"1","organizations":{"title":"Chief","primary":true},"phones":{"value":"+1"},"aliases":"a@corp.example"}""");
        Assert.Equal("Chief", Assert.Single(user.Organizations!).Title);
        Assert.Equal("+1", Assert.Single(user.Phones!).Value);
        Assert.Equal(["a@corp.example"], user.Aliases!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    [InlineData("[]")]
    [InlineData("[[1,[2]],null,\"x\",{\"primary\":{\"a\":true}}]")]
    [InlineData("{\"title\":[1,{\"a\":[]}]}")]
    public void A_value_of_another_shape_is_as_good_as_none(string organizations)
    {
        var user = User($$"""{"id":"1","organizations":{{organizations}},"orgUnitPath":"/Staff"}""");
        Assert.All(user.Organizations ?? [], organization => Assert.Null(organization.Title));
        Assert.Equal("/Staff", user.OrgUnitPath);
    }

    [Fact]
    public void An_item_that_makes_no_sense_spoils_no_other()
    {
        var users = Users("""{"users":[{"id":"1"},{"id":{"no":[1]},"name":5},17,{"id":"2","suspended":"yes"},null,{"id":"3","name":{"givenName":[]}},{"id":"4"}],"nextPageToken":"t"}""");
        Assert.Equal(["1", null, null, null, null, null, "4"], users.Select(user => user?.Id));
    }

    [Theory]
    [InlineData("""{"users":[{"nextPageToken":"inner"}],"nextPageToken":"t"}""", "t")]
    [InlineData("""{"nextPageToken":"t","users":[[1,{"a":[]}]]}""", "t")]
    [InlineData("""{"users":[],"nextPageToken":""}""", null)]
    [InlineData("""{"users":[],"nextPageToken":17}""", null)]
    [InlineData("""{"users":[],"nextPageToken":"a\u0062"}""", "ab")]
    [InlineData("""{"users":[],"nextPageToken":"\u044f"}""", "я")]
    [InlineData("""{"users":[],"nextPageToken":"t" }""", "t")]
    [InlineData("""{"nextPageToken":"t"}""", "t")]
    [InlineData("""{"nextPageToken":"t","users":[],"x":",\"nextPageToken\":\"u"}""", "t")]
    [InlineData("""{"nextPageToken":"t","users":[],"x":{"y":1,"nextPageToken":"inner"}}""", "t")]
    [InlineData("""{"nextPageToken":"t","x":"nextPageToken"}""", "t")]
    [InlineData("""{"users":[],"nextPageToken":null,"nextPageToken":"t"}""", "t")]
    [InlineData("{}", null)]
    public void Where_a_list_goes_on_is_found_before_the_rest_is_read(string json, string? token) => Assert.Equal(token, PageToken.Of(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"users\":[{\"id\":\"1\"}")]
    [InlineData("""{"nextPageToken":"\ud800"}""")]
    public void An_answer_that_is_cut_or_no_object_is_no_page(string json) => Assert.ThrowsAny<JsonException>(() => PageToken.Of(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_list_of_nothing_has_no_such_key() =>
        Assert.Empty(Users("""{"kind":"admin#directory#users","etag":"e"}"""));

    [Theory]
    [InlineData("""{"users":"none"}""")]
    [InlineData("""{"users":{"id":"1"}}""")]
    [InlineData("""{"users":17}""")]
    [InlineData("""{"error":{"code":503,"message":"backend"}}""")]
    [InlineData("""{"users":[],"error":"not now"}""")]
    [InlineData("""[{"id":"1"}]""")]
    [InlineData("""{"users":[{"id":"1"},""")]
    public void What_has_something_else_where_the_list_should_be_is_no_page(string json) => Assert.ThrowsAny<JsonException>(() => Users(json));

    [Fact]
    public void Text_that_is_not_valid_spoils_the_item_it_is_in()
    {
        byte[] json = [.. """{"users":[{"id":"1","orgUnitPath":"/"""u8, 0xC3, 0x28, .. "\"},{\"id\":\"2\"},{\"id\":\"3\",\"name\":{\"givenName\":\"\\ud800\"}}]}"u8];
        Assert.Equal([null, "2", null], PageJson.Items(json, "users"u8, new UserJson(new TextPool()).Read).Select(user => user?.Id));
    }

    [Fact]
    public void Members_are_read_as_loosely()
    {
        var members = PageJson.Items(
            """{"members":[{"id":"1","type":"USER","role":"OWNER"},{"type":"CUSTOMER"},{"id":2,"type":"USER"},[],{"id":"3","type":null,"new":[{}]}]}"""u8, "members"u8, MemberJson.Read);
        Assert.Equal([("1", "USER"), (null, "CUSTOMER"), (null, null), (null, null), ("3", null)], members.Select(member => (member?.Id, member?.Type)));
    }

    [Fact]
    public void A_user_of_a_list_is_the_same_as_one_that_is_asked_for_and_has_every_field()
    {
        const string Json = """
            {"new":{"id":"no"},"i\u0064":"1","primaryEmail":"p@corp.example","name":{"givenName":"G","familyName":"F\u00e4","fullName":"GF","displayName":"D","x":[1]},"suspended":true,
            "archived":true,"isGuestUser":true,"customerId":"C0","deletionTime":"t","orgUnitPath":"/\u0441","aliases":["a",{},"b"],"nonEditableAliases":["n"],
            "organizations":[{"name":"N","title":"Ти","department":"De","primary":true,"x":{}}],"phones":[{"value":"+1","type":"work","primary":true},7],
            "relations":[{"value":"boss","type":"manager"}],"externalIds":{"value":"7","type":"organization"}}
            """;
        var one = User(Json);
        var listed = Users($$"""{"users":[{{Json}},{{Json}}]}""");
        Assert.Equal(["G", "Fä", "GF", "D"], [one.Name!.GivenName, one.Name.FamilyName, one.Name.FullName, one.Name.DisplayName]);
        Assert.Equal(("1", "/с", "Ти", "a b", "7"), (one.Id, one.OrgUnitPath, one.Organizations![0].Title, string.Join(' ', one.Aliases!), one.ExternalIds![0].Value));
        Assert.All(typeof(GoogleUser).GetProperties(), property => Assert.False(property.GetValue(one) is null or false, property.Name));
        Assert.All(listed, user => Assert.Equal(Text(one), Text(user!)));
    }

    [Fact]
    public void Texts_that_many_have_are_made_once()
    {
        var users = Users("""{"users":[{"id":"1","orgUnitPath":"/Staff"},{"id":"2","orgUnitPath":"/Stuff"},{"id":"3","orgUnitPath":"/Staff"},{"id":"4","orgUnitPath":""}]}""");
        Assert.Same(users[0]!.OrgUnitPath, users[2]!.OrgUnitPath);
        Assert.Equal(["/Staff", "/Stuff", "/Staff", ""], users.Select(user => user!.OrgUnitPath));
    }

    [Fact]
    public void A_pool_that_is_overrun_still_gives_the_right_texts()
    {
        var texts = Enumerable.Range(0, 5_000).Select(i => $"/Отдел{i}").ToList();
        var users = Users($$"""{"users":[{{string.Join(',', texts.Concat(texts).Select(text => $$"""{"orgUnitPath":"{{text}}"}"""))}}]}""");
        Assert.Equal(texts.Concat(texts), users.Select(user => user!.OrgUnitPath!));
    }

    [Fact]
    public void What_is_newer_than_this_adapter_is_passed_over() =>
        Assert.Equal("1", User("""{"id":"1","suspensionTime":"2026-01-01T00:00:00Z","guestAccountInfo":{"primaryGuestEmail":"g@x.example"},"new":[[1]]}""").Id);

    private static string Text(GoogleUser user) =>
        string.Join('\n', typeof(GoogleUser).GetProperties().Select(property => JsonSerializer.Serialize(property.GetValue(user), property.PropertyType)));

    private static List<GoogleUser?> Users(string json) => PageJson.Items(System.Text.Encoding.UTF8.GetBytes(json), "users"u8, new UserJson(new TextPool()).Read);

    private static GoogleUser User(string json) => JsonSerializer.Deserialize(json, GoogleJson.Default.GoogleUser)!;
}
