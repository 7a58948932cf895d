using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Reads one item of a list: the reader stands on its first token, and is left on its last.</summary>
/// <exception cref="JsonException">The item has another shape.</exception>
internal delegate T ItemReader<out T>(ref Utf8JsonReader reader);

/// <summary>
/// Reads the lists of answers in one go over the bytes: the serializer looks at each item twice, and at each list in it once more. Strict with the answer, so that nothing
/// passes for an empty list that is none; loose with its items.
/// </summary>
internal static class PageJson
{
    /// <summary>
    /// The items of a list; none when the answer does not have it, as Google leaves out empty ones. An item of another shape is null: it is counted, and
    /// spoils no other.
    /// </summary>
    /// <param name="body">The answer.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="read">Reads one item.</param>
    /// <exception cref="JsonException">The answer is no object, is not whole, tells an error, or what it has under that name is no list.</exception>
    internal static List<T?> Items<T>(ReadOnlySpan<byte> body, ReadOnlySpan<byte> list, ItemReader<T> read)
        where T : class
    {
        var items = new List<T?>();
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("error"u8))
            {
                throw new JsonException("An error, under a status of success.");
            }

            var isWanted = reader.ValueTextEquals(list);
            reader.Read();
            if (!isWanted || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("What should be a list is none.");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Item(ref reader, read));
            }
        }

        return items;
    }

    private static T? Item<T>(ref Utf8JsonReader reader, ItemReader<T> read)
        where T : class
    {
        var begin = reader;
        try
        {
            return read(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is the reader's word for text that is not valid Unicode. From where it began, the item is passed over as a whole.
            reader = begin;
            reader.Skip();
            return null;
        }
    }
}
