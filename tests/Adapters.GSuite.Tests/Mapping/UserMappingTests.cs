using System.Text.Json;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Mapping;

public sealed class UserMappingTests
{
    [Fact]
    public void A_user_becomes_an_account_with_canonical_names()
    {
        var record = Map(
            """
            {"id":"118","primaryEmail":"anna@corp.example","name":{"givenName":"Anna","familyName":"Bell","fullName":"Anna Bell","displayName":"Anna B."},
             "suspended":false,"archived":false,"aliases":["a.bell@corp.example"],"nonEditableAliases":["anna@corp.de","anna@corp.example.test-google-a.com"],
             "organizations":[{"name":"Old","title":"Old"},{"name":"Corp","title":"Chief","department":"Sales","primary":true}],
             "phones":[{"value":"+1 home","type":"home"},{"value":"+1 work","type":"work"},{"value":"+1 mobile","type":"mobile"}],
             "externalIds":[{"value":"x","type":"network"},{"value":"4711","type":"organization"}]}
            """,
            "id:1",
            "119");

        Assert.Equal((EntryKind.Account, "118", true, "id:1", false), (record.Kind, record.Anchor, record.Enabled, record.Parent, record.Deleted));
        Assert.Equal(
            AttributeSet.Of(
                ("company", "Corp"), ("department", "Sales"), ("email", "anna@corp.example"), ("employeeNumber", "4711"), ("firstName", "Anna"), ("lastName", "Bell"),
                ("login", "anna@corp.example"), ("manager", "119"), ("mobilePhone", "+1 mobile"), ("name", "Anna B."), ("phone", "+1 work"), ("title", "Chief"))
                .With("aliases", "a.bell@corp.example", "anna@corp.de"),
            record.Attributes);
    }

    [Theory]
    [InlineData("""{"id":"1"}""", true)]
    [InlineData("""{"id":"1","suspended":true,"suspensionReason":"ADMIN"}""", false)]
    [InlineData("""{"id":"1","archived":true}""", false)]
    [InlineData("""{"id":"1","suspended":true,"archived":true}""", false)]
    public void Suspended_or_archived_is_disabled(string json, bool enabled) => Assert.Equal(enabled, Map(json).Enabled);

    [Theory]
    [InlineData("[]", null, null)]
    [InlineData("""[{"value":"1","type":"home","primary":true}]""", null, null)]
    [InlineData("""[{"value":"1","type":"mobile","primary":true}]""", null, "1")]
    [InlineData("""[{"value":"1","type":"custom","customType":"Desk","primary":true}]""", "1", null)]
    [InlineData("""[{"value":"1","type":"work"},{"value":"2","type":"work","primary":true}]""", "2", null)]
    [InlineData("""[{"value":"1","type":"mobile"},{"value":"2","type":"work_mobile"}]""", null, "2")]
    [InlineData("""{"value":"1","type":"work"}""", "1", null)]
    [InlineData("""[{"type":"work"},{"value":"2","type":"WORK"}]""", "2", null)]
    public void Office_and_mobile_phone_are_told_apart_and_nothing_private_is_taken(string phones, string? phone, string? mobile)
    {
        var attributes = Map($$"""{"id":"1","phones":{{phones}}}""").Attributes;
        Assert.Equal((phone, mobile), (attributes["phone"], attributes["mobilePhone"]));
    }

    [Theory]
    [InlineData("""[{"value":" Boss@corp.example ","type":"manager"}]""", "Boss@corp.example")]
    [InlineData("""{"value":"boss@corp.example","type":"manager"}""", "boss@corp.example")]
    [InlineData("""[{"value":"anna@corp.example","type":"assistant"}]""", null)]
    [InlineData("""[{"value":" ","type":"manager"}]""", null)]
    public void The_manager_is_named_by_an_address(string relations, string? email) =>
        Assert.Equal(email, UserMapping.ManagerEmail(User($$"""{"id":"1","relations":{{relations}}}""")));

    [Theory]
    [InlineData("118374029384029384021", true)]
    [InlineData("anna@corp.example", false)]
    [InlineData("", false)]
    [InlineData("no such )(*\\ anchor/ё", false)]
    public void An_address_never_passes_for_an_id(string anchor, bool isId) => Assert.Equal(isId, UserMapping.IsId(anchor));

    private static GoogleUser User(string json) => JsonSerializer.Deserialize(json, GoogleJson.Default.GoogleUser)!;

    private static SourceRecord Map(string json, string? parent = null, string? manager = null) => UserMapping.ToRecord(User(json), parent, manager);
}
