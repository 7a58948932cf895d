using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Reads the small lists that every user has (phones, relations, ids, organizations), whatever their shape. By hand, since they are most of a page: the
/// serializer begins anew for each list.
/// </summary>
internal abstract class ValuesConverter<T> : JsonConverter<IReadOnlyList<T?>>
    where T : class, new()
{
    public sealed override IReadOnlyList<T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return [Item(ref reader)];
            case JsonTokenType.StartArray:
                var items = new List<T?>(2);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        items.Add(Item(ref reader));
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                return items;
            default:
                return [];
        }
    }

    public sealed override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The adapter writes nothing.");

    /// <summary>Takes the value of the property whose name the reader stands on; false when it is not wanted. Leaves the reader at the value's end.</summary>
    protected abstract bool Take(ref Utf8JsonReader reader, T item);

    /// <summary>The text that follows, or null where it is none.</summary>
    protected static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>The flag that follows; false where it is none.</summary>
    protected static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return reader.TokenType == JsonTokenType.True;
    }

    private T Item(ref Utf8JsonReader reader)
    {
        var item = new T();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Take(ref reader, item))
            {
                reader.Skip();
            }
        }

        return item;
    }
}

/// <summary>Phones, relations, external ids.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed class TypedValuesConverter : ValuesConverter<GoogleValue>
{
    protected override bool Take(ref Utf8JsonReader reader, GoogleValue item)
    {
        if (reader.ValueTextEquals("value"u8))
        {
            item.Value = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("type"u8))
        {
            item.Type = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("primary"u8))
        {
            item.Primary = Flag(ref reader);
            return true;
        }

        return false;
    }
}

/// <summary>Organizations.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed class OrganizationsConverter : ValuesConverter<GoogleOrganization>
{
    protected override bool Take(ref Utf8JsonReader reader, GoogleOrganization item)
    {
        if (reader.ValueTextEquals("name"u8))
        {
            item.Name = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("title"u8))
        {
            item.Title = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("department"u8))
        {
            item.Department = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("primary"u8))
        {
            item.Primary = Flag(ref reader);
            return true;
        }

        return false;
    }
}
