using System.Globalization;
using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// Reads fields as tolerantly as the documentation's samples demand: numbers and flags may be texts, texts may be numbers, and missing, null,
/// empty and of the wrong shape are the same: not there.
/// </summary>
internal static class JsonRead
{
    internal static string? Text(JsonElement item, string name)
    {
        if (Find(item, name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return text.Length == 0 ? null : text;
    }

    internal static long? Number(JsonElement item, string name) => Find(item, name) is { } value ? Number(value) : null;

    internal static bool Flag(JsonElement item, string name)
    {
        if (Find(item, name) is not { } value)
        {
            return false;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => value.GetString()!.Trim() is "1" or "true" or "True" or "TRUE",
            JsonValueKind.Number => value.TryGetInt64(out var number) && number != 0,
            _ => false,
        };
    }

    /// <summary>The numbers of an array, or null when something in it is not one: a part would look like a removal.</summary>
    internal static IReadOnlyList<long>? Numbers(JsonElement item, string name)
    {
        if (Find(item, name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = value.EnumerateArray().Select(Number).ToList();
        return numbers.TrueForAll(n => n is not null) ? [.. numbers.Select(n => n!.Value)] : null;
    }

    /// <summary>The items of the array under a name, or null when there is no array.</summary>
    internal static IReadOnlyList<JsonElement>? Items(JsonElement item, string name) =>
        Find(item, name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : null;

    internal static JsonElement? Find(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    private static long? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : null,
        JsonValueKind.String => long.TryParse(value.GetString()!.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };
}
