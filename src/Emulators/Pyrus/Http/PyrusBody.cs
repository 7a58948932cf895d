using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>The body of a request: a JSON object, read strictly. A null counts as absent, as every client leaves nulls out.</summary>
internal readonly struct PyrusBody
{
    private readonly JsonElement root;

    private PyrusBody(JsonElement root) => this.root = root;

    internal static PyrusBody Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw PyrusRefusal.Bad("empty_body");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new PyrusBody(document.RootElement.Clone())
                : throw PyrusRefusal.Bad("invalid_json");
        }
        catch (JsonException)
        {
            throw PyrusRefusal.Bad("invalid_json");
        }
    }

    /// <summary>A text as sent, or null when absent.</summary>
    internal string? Text(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw PyrusRefusal.Bad("invalid_value_format");

    internal long? Number(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw PyrusRefusal.Bad("invalid_value_format");

    internal int? Int32(string name) => Number(name) is not { } number
        ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number : throw PyrusRefusal.Bad("invalid_value_format");

    internal bool? Flag(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw PyrusRefusal.Bad("invalid_value_format");

    internal IReadOnlyList<long> Ids(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var id) ? id : throw PyrusRefusal.Bad("invalid_value_format"))]
            : throw PyrusRefusal.Bad("invalid_value_format");
    }

    /// <summary>The objects of a list, or none when it is absent.</summary>
    internal IReadOnlyList<PyrusBody> Items(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? new PyrusBody(item) : throw PyrusRefusal.Bad("invalid_value_format"))]
            : throw PyrusRefusal.Bad("invalid_value_format");
    }

    private JsonElement? Find(string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
