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
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Item(ref reader, TypeOf<T>(options)) is { } only ? [only] : [];
        }

        // Nearly every list is as it should be, and reading it at once is faster.
        var ahead = reader;
        try
        {
            var all = JsonSerializer.Deserialize(ref ahead, TypeOf<List<T?>>(options))!;
            reader = ahead;
            return all;
        }
        catch (JsonException)
        {
            return OneByOne(ref reader, TypeOf<T>(options));
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The adapter writes nothing.");

    private static JsonTypeInfo<TItem> TypeOf<TItem>(JsonSerializerOptions options) => (JsonTypeInfo<TItem>)options.GetTypeInfo(typeof(TItem));

    private static List<T?> OneByOne(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        var items = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Item(ref reader, type));
        }

        return items;
    }

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
