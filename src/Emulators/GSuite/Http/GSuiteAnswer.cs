using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>One answer, whole, before it is sent: so that a fault can lose it after the request took effect.</summary>
internal sealed record GSuiteAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json; charset=UTF-8")
{
    /// <summary>The value of the ETag header, quotes included; null for none.</summary>
    internal string? ETag { get; init; }

    /// <summary>What Retry-After says, where that header is on; null for answers that waiting does not better.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal static GSuiteAnswer Json(int status, Action<Utf8JsonWriter> write, bool indented = true) => new(status, Write(write, indented));

    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented }))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    internal static GSuiteAnswer Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text + "\n"), "text/plain; charset=UTF-8");

    internal static GSuiteAnswer Html(int status, string title) =>
        new(status, Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"), "text/html; charset=UTF-8");

    internal static GSuiteAnswer Error(GSuiteRefusal refusal) => Json(refusal.Status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", refusal.Status);
        json.WriteString("message", refusal.Message);
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("message", refusal.Message);
        json.WriteString("domain", refusal.Domain);
        json.WriteString("reason", refusal.Reason);
        if (refusal.Location is { } location)
        {
            json.WriteString("location", location);
            json.WriteString("locationType", refusal.LocationType);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        if (refusal.Code is { } code)
        {
            json.WriteString("status", code);
        }

        if (refusal.Info is { } info)
        {
            WriteInfo(json, info.Reason, info.Service, info.About);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteInfo(Utf8JsonWriter json, string reason, string service, string about)
    {
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        json.WriteString("reason", reason);
        json.WriteString("domain", "googleapis.com");
        json.WriteStartObject("metadata");
        json.WriteString("service", service);
        json.WriteString(reason == "SERVICE_DISABLED" ? "consumer" : "method", about);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
