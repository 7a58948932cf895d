using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using SyncEngine.Adapters.Pyrus.Api;

namespace SyncEngine.Adapters.Pyrus.Tests.Api;

public sealed class TolerantReadingTests
{
    /// <summary>What the documentation's samples look like, blanks and mixed types included.</summary>
    private const string Sample = """
        {
          "id": 1730, "first_name": "Bob", "last_name": "Smith", "email": " bob.smith@gmail.com", "type": "user", "banned": "false", "position": "",
          "department_id": "9137", "department_name": "Sales", "vacation_days": "2", "external_id": "", "mobile_phone": 79001234567, "phone": null,
          "rights": "5", "fired": "False", "messenger": { "type": "Telegram", "nickname": "@bob" }, "web_session_settings": {}
        }
        """;

    [Fact]
    public void The_documented_sample_is_understood()
    {
        var person = Person.Parse(JsonElement.Parse(Sample))!;
        Assert.Equal((1730, "Bob", "Smith", "bob.smith@gmail.com", "user"), (person.Id, person.FirstName, person.LastName, person.Email, person.Type));
        Assert.Equal((false, false, 9137, 5, "79001234567"), (person.Banned, person.Fired, person.DepartmentId, person.Rights, person.MobilePhone));
        Assert.Null(person.Position);
        Assert.Null(person.ExternalId);
        Assert.Null(person.Phone);
    }

    [Theory]
    [InlineData("""{"v":true}""", true)]
    [InlineData("""{"v":"true"}""", true)]
    [InlineData("""{"v":"True "}""", true)]
    [InlineData("""{"v":1}""", true)]
    [InlineData("""{"v":"1"}""", true)]
    [InlineData("""{"v":false}""", false)]
    [InlineData("""{"v":"false"}""", false)]
    [InlineData("""{"v":0}""", false)]
    [InlineData("""{"v":""}""", false)]
    [InlineData("""{"v":null}""", false)]
    [InlineData("""{"v":{}}""", false)]
    [InlineData("{}", false)]
    public void Flags_come_in_many_dresses(string json, bool expected) => Assert.Equal(expected, JsonRead.Flag(JsonElement.Parse(json), "v"));

    [Fact]
    public void A_number_reads_the_same_as_number_and_as_text() => Gen.Long.Sample(n =>
        JsonRead.Number(JsonElement.Parse($$"""{"v":{{n}}}"""), "v") == n && JsonRead.Number(JsonElement.Parse($$"""{"v":" {{n}} "}"""), "v") == n);

    [Fact]
    public void Any_text_reads_back_trimmed_and_empty_is_absent() => Gen.String.Sample(text =>
    {
        var json = JsonElement.Parse(new JsonObject { ["v"] = text }.ToJsonString());
        var sent = json.GetProperty("v").GetString()!.Trim();
        return JsonRead.Text(json, "v") == (sent.Length == 0 ? null : sent);
    });

    [Fact]
    public void No_shape_of_json_makes_a_person_throw()
    {
        var value = Gen.OneOf(
            Gen.Const("null"), Gen.Const("true"), Gen.Const("\"\""), Gen.Const("\" 7 \""), Gen.Const("7"), Gen.Const("7.5"), Gen.Const("1e99"), Gen.Const("[]"),
            Gen.Const("[1]"), Gen.Const("{}"), Gen.Const("\"x\""));
        string[] names = ["id", "first_name", "email", "type", "banned", "fired", "department_id", "rights", "external_id", "member_ids", "organization", "organization_id", "person_id"];
        value.Array[names.Length].Sample(values =>
        {
            var json = JsonElement.Parse("{" + string.Join(",", names.Zip(values, (n, v) => $"\"{n}\":{v}")) + "}");
            _ = Person.Parse(json);
            _ = Role.Parse(json);
            _ = Department.Parse(json);
            _ = Profile.Parse(json);
        });
        Assert.Null(Person.Parse(JsonElement.Parse("7")));
    }
}
