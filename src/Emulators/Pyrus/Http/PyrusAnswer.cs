using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>One answer, whole, before it is sent: so that a fault can lose it after the request took effect.</summary>
internal sealed record PyrusAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json; charset=utf-8")
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal RateState? Rate { get; init; }

    internal bool RetryAfter { get; init; }

    internal static PyrusAnswer Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            write(json);
        }

        return new PyrusAnswer(status, buffer.WrittenMemory);
    }

    internal static PyrusAnswer Error(int status, string code) => Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", ErrorTexts.For(code));
        json.WriteString("error_code", code);
        json.WriteEndObject();
    });

    /// <summary>How the product answers a route it does not have: without an <c>error_code</c>.</summary>
    internal static PyrusAnswer UnknownRoute(string path) => Json(404, json =>
    {
        json.WriteStartObject();
        json.WriteString("Message", $"No HTTP resource was found that matches the request URI '{path}'.");
        json.WriteEndObject();
    });

    internal static PyrusAnswer Html(int status, string title) =>
        new(status, Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"), "text/html; charset=utf-8");
}
