using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>What was received, for scripts that run an emulator as a process.</summary>
internal static class RequestLogJson
{
    internal static void Write(Utf8JsonWriter json, IReadOnlyList<RecordedRequest> requests)
    {
        json.WriteStartObject();
        json.WriteNumber("writes", requests.Count(r => r.IsWrite));
        json.WriteStartArray("requests");
        foreach (var request in requests)
        {
            json.WriteStartObject();
            json.WriteNumber("number", request.Number);
            json.WriteString("at", request.At);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path + request.Query);
            json.WriteString("body", request.Body);
            if (request.Status is { } status)
            {
                json.WriteNumber("status", status);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
