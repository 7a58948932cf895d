using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>
/// Compares a value with a schema of a discovery document: types, formats, fixed values, and no property that the schema does not have. The
/// dialect is draft 3 of JSON Schema with its <c>any</c>, references by bare name, and numbers of 64 bits as texts, which no library for the
/// later drafts reads; it is this small.
/// </summary>
internal sealed partial class SchemaCheck(JsonElement schemas)
{
    /// <summary>Fields of a user whose type is left open, and the schema the document has for one of their values.</summary>
    private static readonly Dictionary<string, string> OpenFields = new(StringComparer.Ordinal)
    {
        ["User.addresses"] = "UserAddress", ["User.emails"] = "UserEmail", ["User.externalIds"] = "UserExternalId", ["User.organizations"] = "UserOrganization",
        ["User.phones"] = "UserPhone", ["User.relations"] = "UserRelation", ["User.locations"] = "UserLocation", ["User.ims"] = "UserIm",
    };

    /// <summary>Everything that is wrong with a value, each with its place; empty for a value that fits.</summary>
    internal IReadOnlyList<string> Faults(string schema, JsonElement value)
    {
        var faults = new List<string>();
        CheckNamed(schema, value, schema, faults);
        return faults;
    }

    private void CheckNamed(string name, JsonElement value, string at, List<string> faults)
    {
        var schema = schemas.GetProperty(name);
        if (!IsObject(value, at, faults) || !schema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        foreach (var property in value.EnumerateObject())
        {
            var place = $"{at}.{property.Name}";
            if (!properties.TryGetProperty(property.Name, out var known))
            {
                faults.Add($"{place} is no property of {name}");
                continue;
            }

            Check(known, property.Value, place, faults);
            if (property.Name == "kind" && known.TryGetProperty("default", out var kind) && property.Value.ToString() != kind.GetString())
            {
                faults.Add($"{place} is '{property.Value}' and not '{kind}'");
            }

            if (OpenFields.TryGetValue($"{name}.{property.Name}", out var item))
            {
                foreach (var single in property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [property.Value])
                {
                    CheckNamed(item, single, place, faults);
                }
            }
        }
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            CheckNamed(reference.GetString()!, value, at, faults);
            return;
        }

        switch (schema.GetProperty("type").GetString())
        {
            case "any" when value.ValueKind == JsonValueKind.Null:
                faults.Add($"{at} is null");
                break;
            case "any":
                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckFormat(schema, value.GetString()!, at, faults);
                break;
            case "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                break;
            case "integer" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _):
                break;
            case "array" when value.ValueKind == JsonValueKind.Array:
                foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
                {
                    Check(schema.GetProperty("items"), item, $"{at}[{i}]", faults);
                }

                if (value.GetArrayLength() == 0)
                {
                    faults.Add($"{at} is an empty list, which the API leaves out");
                }

                break;
            case "object" when value.ValueKind == JsonValueKind.Object:
                CheckMap(schema, value, at, faults);
                break;
            case var type:
                faults.Add($"{at} is {value.ValueKind} and not {type}");
                break;
        }
    }

    private void CheckMap(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("additionalProperties", out var items))
            {
                Check(items, property.Value, $"{at}.{property.Name}", faults);
            }
            else
            {
                faults.Add($"{at}.{property.Name} is not described");
            }
        }
    }

    private static void CheckFormat(JsonElement schema, string text, string at, List<string> faults)
    {
        var fits = schema.TryGetProperty("format", out var format) ? format.GetString() switch
        {
            "date-time" => DateTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "int64" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text,
            var other => throw new InvalidOperationException($"The format {other} at {at} is not known to this check."),
        } : true;
        if (!fits)
        {
            faults.Add($"{at} is '{text}' and no {format}");
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.GetString() == text))
        {
            faults.Add($"{at} is '{text}', which is not one of its values");
        }
    }

    private static bool IsObject(JsonElement value, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{at} is {value.ValueKind} and not object");
        }

        return value.ValueKind == JsonValueKind.Object;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DateTime();
}
