using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>The check itself can fail: on a small description made for it.</summary>
public sealed class SchemaCheckTests
{
    private static readonly SchemaCheck Check = new(JsonDocument.Parse("""
        {
          "Thing": { "properties": {
            "kind": { "type": "string", "default": "thing" }, "name": { "type": "string" }, "count": { "type": "string", "format": "int64" },
            "size": { "type": "integer", "format": "int32" }, "at": { "type": "string", "format": "date-time" }, "on": { "type": "boolean" }, "open": { "type": "any" },
            "parts": { "type": "array", "items": { "$ref": "Thing" } }, "names": { "type": "array", "items": { "type": "string" } },
            "map": { "type": "object", "additionalProperties": { "type": "string" } }, "fixed": { "type": "string", "enum": ["A", "B"] } } }
        }
        """).RootElement);

    [Fact]
    public void A_value_that_fits_has_no_faults() => Assert.Empty(Faults(
        """{"kind":"thing","name":"x","count":"12","size":3,"at":"2026-01-02T03:04:05.000Z","on":true,"open":[1],"parts":[{"name":"y"}],"names":["a"],"map":{"k":"v"},"fixed":"B"}"""));

    [Theory]
    [InlineData("[]", "Thing is Array")]
    [InlineData("""{"other":1}""", "Thing.other is no property")]
    [InlineData("""{"kind":"thin"}""", "Thing.kind is 'thin'")]
    [InlineData("""{"name":null}""", "Thing.name is Null")]
    [InlineData("""{"name":1}""", "Thing.name is Number")]
    [InlineData("""{"count":12}""", "Thing.count is Number")]
    [InlineData("""{"count":"012"}""", "Thing.count is '012'")]
    [InlineData("""{"size":"3"}""", "Thing.size is String")]
    [InlineData("""{"size":3000000000}""", "Thing.size is Number")]
    [InlineData("""{"at":"2026-01-02"}""", "Thing.at is '2026-01-02'")]
    [InlineData("""{"at":"2026-13-02T03:04:05Z"}""", "Thing.at is '2026-13-02T03:04:05Z'")]
    [InlineData("""{"on":"true"}""", "Thing.on is String")]
    [InlineData("""{"open":null}""", "Thing.open is null")]
    [InlineData("""{"parts":[{"name":"x"},{"nmae":"x"}]}""", "Thing.parts[1].nmae is no property")]
    [InlineData("""{"parts":{}}""", "Thing.parts is Object")]
    [InlineData("""{"names":[]}""", "Thing.names is an empty list")]
    [InlineData("""{"names":["a",1]}""", "Thing.names[1] is Number")]
    [InlineData("""{"map":{"k":1}}""", "Thing.map.k is Number")]
    [InlineData("""{"fixed":"C"}""", "Thing.fixed is 'C'")]
    public void A_value_that_does_not_fit_is_named_with_its_place(string json, string fault) => Assert.StartsWith(fault, Assert.Single(Faults(json)));

    private static IReadOnlyList<string> Faults(string json) => Check.Faults("Thing", JsonDocument.Parse(json).RootElement);
}
