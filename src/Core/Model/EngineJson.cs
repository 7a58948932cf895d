using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SyncEngine.Model;

/// <summary>How events, states and plans are written as JSON. Storage format: the same value gives the same bytes on any machine.</summary>
public static class EngineJson
{
    /// <summary>The options every store uses.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Adds the engine's converters and settings to the options of a library that brings its own.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new TextConverter<SystemName>(text => text.Length == 0 ? default : new(text), value => value.Value));
        options.Converters.Add(new TextConverter<SyncName>(text => text.Length == 0 ? default : new(text), value => value.Value));
        options.Converters.Add(new FingerprintConverter());
        options.Converters.Add(new TextConverter<StreamName>(StreamName.Parse, value => value.Value));
        options.Converters.Add(new TextConverter<RunId>(text => new(Guid.Parse(text)), value => value.ToString()));
        options.Converters.Add(new TextConverter<PlanId>(text => new(Guid.Parse(text)), value => value.ToString()));
        options.Converters.Add(new TextConverter<Actor>(text => new(text), value => value.Name));
        options.Converters.Add(new TextConverter<Cursor>(text => new(text), value => value.Value));
        options.Converters.Add(new AttributeSetConverter());
        options.Converters.Add(new OrdinalDictionaryConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString() ?? "");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(format(value));
    }

    /// <summary>The digits, written without making a text of them first.</summary>
    private sealed class FingerprintConverter : JsonConverter<Fingerprint>
    {
        public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Fingerprint.Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options)
        {
            Span<byte> digits = stackalloc byte[2 * Fingerprint.Length];
            writer.WriteStringValue(digits[..value.WriteAscii(digits)]);
        }

        public override Fingerprint ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Fingerprint.Parse(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }

    /// <summary>An object of names; one value is a string, several are an array of strings.</summary>
    private sealed class AttributeSetConverter : JsonConverter<AttributeSet>
    {
        public override AttributeSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An attribute set is an object.");
            }

            var attributes = new List<KeyValuePair<string, ImmutableArray<string>>>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                attributes.Add(new(name, Values(ref reader)));
            }

            return AttributeSet.From(attributes);
        }

        public override void Write(Utf8JsonWriter writer, AttributeSet value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, values) in value)
            {
                writer.WritePropertyName(name);
                if (values.Length == 1)
                {
                    writer.WriteStringValue(values[0]);
                    continue;
                }

                writer.WriteStartArray();
                foreach (var item in values)
                {
                    writer.WriteStringValue(item);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        private static ImmutableArray<string> Values(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return [reader.GetString()!];
            }

            var values = ImmutableArray.CreateBuilder<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                values.Add(reader.GetString()!);
            }

            return values.ToImmutable();
        }
    }
}
