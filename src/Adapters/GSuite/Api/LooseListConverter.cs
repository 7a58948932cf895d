using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Reads a list as loosely as the API's document describes it ("any"): one object may stand for a list of one, and an item of another shape becomes
/// null instead of spoiling the page.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed class LooseListConverter<T> : JsonConverter<IReadOnlyList<T?>>
    where T : class
{
    public override IReadOnlyList<T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Item(ref reader, item) is { } only ? [only] : [];
        }

        var items = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Item(ref reader, item));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The adapter writes nothing.");

    private static T? Item(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        // A copy of the reader goes ahead: when it stumbles, the item is passed over as a whole.
        var ahead = reader;
        try
        {
            var item = JsonSerializer.Deserialize(ref ahead, type);
            reader = ahead;
            return item;
        }
        catch (JsonException)
        {
            reader.Skip();
            return null;
        }
    }
}
