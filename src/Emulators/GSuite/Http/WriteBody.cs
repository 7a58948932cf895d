using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>The body of a write: a JSON object. What is absent stays as it is, a null takes a value away.</summary>
internal sealed class WriteBody
{
    private readonly JsonElement root;

    private WriteBody(JsonElement root) => this.root = root;

    internal static WriteBody Parse(ReadOnlyMemory<byte> bytes, Shape shape)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var whole = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw GSuiteRefusal.Bad("Parse Error");
            var unknown = whole.EnumerateObject().Select(p => p.Name).FirstOrDefault(name => !shape.Fields!.ContainsKey(name));
            return unknown is null
                ? new WriteBody(whole)
                : throw GSuiteRefusal.Bad($"Invalid JSON payload received. Unknown name \"{unknown}\": Cannot find field.");
        }
        catch (JsonException)
        {
            throw new GSuiteRefusal(400, "parseError", "Parse Error");
        }
    }

    internal bool Has(string name) => root.TryGetProperty(name, out _);

    internal JsonElement? Value(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or what it is without one in the body.</summary>
    internal string? Text(string name, string? before) => !Has(name) ? before : Value(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw GSuiteRefusal.Invalid($"Invalid Input: {name}");

    internal bool Flag(string name, bool before) => !Has(name) ? before : Value(name) is not { } value ? false
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw GSuiteRefusal.Invalid($"Invalid Input: {name}");

    /// <summary>The object below a name; an empty one when it is absent.</summary>
    internal WriteBody Below(string name) => Value(name) is not { } value ? new WriteBody(JsonDocument.Parse("{}").RootElement)
        : value.ValueKind == JsonValueKind.Object ? new WriteBody(value) : throw GSuiteRefusal.Invalid($"Invalid Input: {name}");

    /// <summary>Values of an open field, given as a list or as its one object.</summary>
    internal IReadOnlyList<T> List<T>(string name, IReadOnlyList<T> before)
    {
        if (!Has(name))
        {
            return before;
        }

        try
        {
            return Value(name) switch
            {
                null => [],
                { ValueKind: JsonValueKind.Array } many => many.Deserialize<List<T>>(GSuiteBody.Json)!,
                { } one => [one.Deserialize<T>(GSuiteBody.Json)!],
            };
        }
        catch (JsonException)
        {
            throw GSuiteRefusal.Invalid($"Invalid Input: {name}");
        }
    }
}
