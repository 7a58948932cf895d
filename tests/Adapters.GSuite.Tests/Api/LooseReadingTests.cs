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
        var answer = JsonSerializer.Deserialize(
            """{"users":[{"id":"1"},{"id":{"no":[1]},"name":5},17,{"id":"2","suspended":"yes"},{"id":"3"}],"nextPageToken":"t"}""", GoogleJson.Default.UsersAnswer)!;
        Assert.Equal(["1", null, null, null, "3"], answer.Users!.Select(user => user?.Id));
    }

    [Theory]
    [InlineData("""{"users":[{"nextPageToken":"inner"}],"nextPageToken":"t"}""", "t")]
    [InlineData("""{"nextPageToken":"t","users":[[1,{"a":[]}]]}""", "t")]
    [InlineData("""{"users":[],"nextPageToken":""}""", null)]
    [InlineData("""{"users":[],"nextPageToken":17}""", null)]
    [InlineData("{}", null)]
    public void Where_a_list_goes_on_is_found_before_the_rest_is_read(string json, string? token) => Assert.Equal(token, PageToken.Of(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"users\":[{\"id\":\"1\"}")]
    public void An_answer_that_is_cut_or_no_object_is_no_page(string json) => Assert.ThrowsAny<JsonException>(() => PageToken.Of(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_list_of_nothing_has_no_such_key() =>
        Assert.Null(JsonSerializer.Deserialize("""{"kind":"admin#directory#users","etag":"e"}""", GoogleJson.Default.UsersAnswer)!.Users);

    [Fact]
    public void What_is_newer_than_this_adapter_is_passed_over() =>
        Assert.Equal("1", User("""{"id":"1","suspensionTime":"2026-01-01T00:00:00Z","guestAccountInfo":{"primaryGuestEmail":"g@x.example"},"new":[[1]]}""").Id);

    private static GoogleUser User(string json) => JsonSerializer.Deserialize(json, GoogleJson.Default.GoogleUser)!;
}
