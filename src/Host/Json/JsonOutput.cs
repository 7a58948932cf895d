using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SyncEngine.Host;

/// <summary>Writes results for scripts. The shapes are a promise, versioned by <c>"schema": 1</c>; nulls are written, so that a field is always there.</summary>
internal static class JsonOutput
{
    internal const int Schema = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(), new UtcTimeConverter() },
    };

    private static readonly JsonSerializerOptions OneLine = new(Options) { WriteIndented = false };

    internal static void Write<T>(TextWriter writer, T value) => Write(writer, JsonSerializer.Serialize(value, Options));

    /// <summary>For a stream of results, one a line.</summary>
    internal static void WriteLine<T>(TextWriter writer, T value) => Write(writer, JsonSerializer.Serialize(value, OneLine));

    private static void Write(TextWriter writer, string json)
    {
        writer.Write(json);
        writer.Write('\n');
        writer.Flush();
    }

    /// <summary>UTC with a Z, to the millisecond, without needless zeros.</summary>
    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, System.Globalization.CultureInfo.InvariantCulture));
    }
}
